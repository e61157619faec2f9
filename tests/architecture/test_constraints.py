"""What the models promise stands in the database: a migration may drop more than it says."""

import pytest
from django.apps import apps
from django.db import connection

NAMES = """
    SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes UNION SELECT tgname FROM pg_trigger
"""


@pytest.mark.django_db
def test_every_named_constraint_and_index_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        there = {name for (name,) in cursor.fetchall()}
    promised = {
        one.name for model in apps.get_models() for one in (*model._meta.constraints, *model._meta.indexes)
    }
    assert len(promised) > 100
    assert promised - there == set()
