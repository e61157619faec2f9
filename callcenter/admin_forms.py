"""Forms of the administrator's desk."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.models import CallList, Lead, Script
from callcenter.regions import region_choices
from callcenter.sheets.columns import FIELDS
from salesorg.clients.models import DoNotCall

WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CallListForm(forms.Form):
    """How urgent a list is, what is said, when it may be called."""

    name = forms.CharField(max_length=150, label=_("Name"))
    script = forms.ModelChoiceField(
        Script.objects.all(), required=False, label=_("Script"), empty_label=_("The default one")
    )
    region = forms.ChoiceField(
        label=_("Country"), help_text=_("Assumed for phones that are written without a country code.")
    )
    priority = forms.IntegerField(
        min_value=-1000,
        max_value=1000,
        initial=0,
        label=_("Priority"),
        help_text=_("A higher number is called first."),
    )
    calling_from = forms.TimeField(initial=time(9), label=_("Call from"), widget=CLOCK)
    calling_to = forms.TimeField(
        initial=time(18),
        label=_("Call until"),
        widget=CLOCK,
        help_text=_("In each company's own local time."),
    )
    calling_days = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=WEEKDAYS,
        initial=[1, 2, 3, 4, 5],
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple,
    )
    max_attempts = forms.IntegerField(min_value=1, max_value=50, initial=6, label=_("Attempts at most"))

    def __init__(self, *args: Any, region: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["region"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = region_choices(region)
        choice.initial = region

    @staticmethod
    def values_of(call_list: CallList) -> dict[str, Any]:
        """What the form shows of a list that is there already."""
        names = (
            "name",
            "script",
            "region",
            "priority",
            "calling_from",
            "calling_to",
            "calling_days",
            "max_attempts",
        )
        return {name: getattr(call_list, name) for name in names}


class UploadForm(forms.Form):
    """A file for a list."""

    file = forms.FileField(
        label=_("File"), allow_empty_file=True, max_length=255,
        help_text=_("CSV (any encoding, comma, semicolon or tab) or XLSX. The first line names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )  # fmt: skip


class MappingForm(forms.Form):
    """One choice per column of the file, and the country of its phones."""

    region = forms.ChoiceField(label=_("Country of phones without a code"))

    def __init__(
        self, *args: Any, columns: list[str], region: str, mapping: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.fields["region"] = forms.ChoiceField(
            label=_("Country of phones without a code"), choices=region_choices(region), initial=region
        )
        for place, name in enumerate(columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                choices=list(FIELDS.items()), label=name, initial=mapping.get(name, "other")
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Column -> field as chosen, or as guessed while nothing was sent."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {
            name: str(values.get(f"column-{place}", self.fields[f"column-{place}"].initial))
            for place, name in enumerate(self.columns)
        }


class LeadFilter(forms.Form):
    """By part of the company's name, by list, by state."""

    search = forms.CharField(required=False, max_length=100, label=_("Company"))
    call_list = forms.ModelChoiceField(
        CallList.objects.all(), required=False, label=_("Call list"), empty_label=_("All lists")
    )
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[("", _("Any state")), ("due", _("Due now")), *Lead.State.choices],
    )


class ForbidForm(forms.Form):
    """Numbers that are never to be called again."""

    phones = forms.CharField(
        max_length=200_000, label=_("Phone numbers"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One or many, one per line; a pasted column of a table will do."),
    )  # fmt: skip
    reason = forms.ChoiceField(choices=DoNotCall.Reason.choices, label=_("Reason"))
