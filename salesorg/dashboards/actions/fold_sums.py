from datetime import datetime

from django.apps import apps

from callcenter.actions import fold_quarters, fold_script_calls
from salesorg.dashboards.actions.fold_calls import fold_calls
from salesorg.lib.rollups import Rollup


def fold_sums(*, at: datetime) -> None:
    """Make the sums that the database keeps short again, and add up the calls of days that are over. No sum changes."""
    for model in apps.get_models():
        if issubclass(model, Rollup):
            model.fold()
    fold_calls(at=at)
    fold_quarters(at=at)
    fold_script_calls(at=at)
