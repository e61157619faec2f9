"""The fields of a list's own rule for one result: try again after, in which unit, at most so often."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.labels import disposition_label
from callcenter.list_settings import LONGEST_RETRY_MINUTES
from callcenter.models import Disposition

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
UNIT_CHOICES = [
    ("minutes", pgettext_lazy("unit", "minutes")), ("hours", pgettext_lazy("unit", "hours")),
    ("days", pgettext_lazy("unit", "days")),
]  # fmt: skip


def in_units(minutes: int) -> tuple[int, str]:
    """Return a time as a whole number of the largest unit that fits: 240 is 4 hours."""
    unit = next(name for name in reversed(UNITS) if minutes % UNITS[name] == 0)
    return minutes // UNITS[unit], unit


def rule_fields(one: Disposition) -> dict[str, forms.Field]:
    """The three fields of one result, by their names in the form."""
    label = disposition_label(one.code)
    # Outside of the f-strings: what stands inside one is not found by makemessages.
    again, often, unit_of = _("try again after"), _("at most so often"), _("minutes, hours or days")
    usual, unit = in_units(one.retry_minutes or 0)
    after = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST_RETRY_MINUTES, label=f"{label}: {again}",
        widget=forms.NumberInput(attrs={"placeholder": usual}),
    )  # fmt: skip
    most = forms.IntegerField(
        required=False, min_value=1, max_value=100, label=f"{label}: {often}",
        widget=forms.NumberInput(attrs={"placeholder": "—"}),
    )  # fmt: skip
    units = forms.ChoiceField(choices=UNIT_CHOICES, required=False, initial=unit, label=f"{label}: {unit_of}")
    return {f"after-{one.code}": after, f"unit-{one.code}": units, f"most-{one.code}": most}
