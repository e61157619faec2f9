"""Foreign keys point down the house, and row access has one door per model."""

import importlib

import pytest
from django.apps import apps
from django.db.models import QuerySet

FLOORS = ["people", "clients", "sales", "farmers", "handoff", "hunters", "callcenter", "dashboards"]
OURS = [apps.get_app_config(label) for label in FLOORS]


def test_foreign_keys_point_down() -> None:
    """String references too: by the time this runs they are resolved."""
    wrong = []
    for config in OURS:
        for model in config.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if not (field.is_relation and field.concrete):
                    continue
                to = field.related_model._meta.app_label
                if to in FLOORS and FLOORS.index(to) > FLOORS.index(config.label):
                    wrong.append(f"{model.__name__}.{field.name} -> {to}")
    assert wrong == []


@pytest.mark.parametrize("config", OURS, ids=FLOORS)
def test_every_model_named_in_access_has_visible_to(config: object) -> None:
    try:
        access = importlib.import_module(f"{config.name}.access")  # type: ignore[attr-defined]
    except ModuleNotFoundError:
        pytest.skip("this floor has no rows of its own to guard")
    doors = [
        found
        for found in vars(access).values()
        if isinstance(found, type) and issubclass(found, QuerySet) and found.__module__ == access.__name__
    ]
    assert doors
    models = list(config.get_models())  # type: ignore[attr-defined]
    for door in doors:
        assert hasattr(door, "visible_to"), f"{door.__name__} has no visible_to"
        used = [model for model in models if issubclass(type(model._default_manager.all()), door)]
        assert used, f"no model's manager is made of {door.__name__}"
