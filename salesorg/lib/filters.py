"""Filters that several lists share."""

import django_filters
from django import forms

BIGGEST_ID = 2**63 - 1


class IdField(forms.IntegerField):
    """A number that can be an id; anything else is an error of the caller and never one of the database."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"min_value": 1, "max_value": BIGGEST_ID, **kwargs})  # type: ignore[arg-type]


class IdFilter(django_filters.Filter):
    """Filters by the id of a related row without telling whether a foreign row exists."""

    field_class = IdField
