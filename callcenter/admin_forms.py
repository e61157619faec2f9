"""Forms of the administrator's desk; the settings of a list: list_form.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.labels import disposition_label
from callcenter.lead_search import LeadsAsked
from callcenter.models import CallList, Disposition, Lead
from callcenter.regions import region_choices
from callcenter.sheets.columns import FIELDS
from salesorg.clients.models import DoNotCall


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


class _ResultField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Disposition) -> str:
        return disposition_label(obj.code)


class LeadFilter(forms.Form):
    """By part of the company's name or its tax id, by the beginning of the city, by list, state, the last call's result."""

    search = forms.CharField(required=False, max_length=100, label=_("Company or tax id"))
    city = forms.CharField(required=False, max_length=100, label=_("City"))
    call_list = forms.ModelChoiceField(
        CallList.objects.all(), required=False, label=_("Call list"), empty_label=_("All lists")
    )
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[("", _("Any state")), ("due", _("Due by now")), *Lead.State.choices],
    )
    result = _ResultField(
        Disposition.objects.all(), to_field_name="code", required=False, label=_("Last result"),
        empty_label=_("Any result"),
    )  # fmt: skip

    @property
    def asked(self) -> LeadsAsked:
        """What is asked for; nothing where the filters make no sense."""
        chosen = self.cleaned_data if self.is_valid() else {}
        state, of, result = chosen.get("state", ""), chosen.get("call_list"), chosen.get("result")
        return LeadsAsked(
            search=chosen.get("search", ""), city=chosen.get("city", ""), call_list=of.pk if of else None,
            state="" if state == "due" else state, due=state == "due", result=result.pk if result else None,
        )  # fmt: skip


def _expires_on() -> forms.DateField:
    return forms.DateField(
        required=False, label=_("May be called again from"), help_text=_("Empty: never."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class ForbidForm(forms.Form):
    """Numbers that are never to be called again, or not until a day."""

    phones = forms.CharField(
        max_length=200_000, label=_("Phone numbers"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One or many, one per line; a pasted column of a table will do."),
    )  # fmt: skip
    reason = forms.ChoiceField(choices=DoNotCall.Reason.choices, label=_("Reason"))
    expires_on = _expires_on()


class NumbersForm(forms.Form):
    """A file of such numbers; reason and last day hold for rows that name none of their own."""

    file = forms.FileField(
        label=_("File"), allow_empty_file=True, max_length=255,
        help_text=_("CSV or XLSX with a column of phones; columns «Reason» and «Until» are read too."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )  # fmt: skip
    reason = forms.ChoiceField(
        choices=DoNotCall.Reason.choices, initial=DoNotCall.Reason.OTHER, label=_("Reason")
    )
    expires_on = _expires_on()


class NumbersFilter(forms.Form):
    """One exact number; a reason; only those that run out."""

    phone = forms.CharField(required=False, max_length=40, label=_("Find an exact number"))
    reason = forms.ChoiceField(
        required=False, label=_("Reason"), choices=[("", _("Any reason")), *DoNotCall.Reason.choices]
    )
    expiring = forms.BooleanField(required=False, label=_("Only those that run out"))


class RecycleForm(forms.Form):
    """Which closed leads are to come back."""

    reasons = forms.MultipleChoiceField(
        label=_("Closed because of"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    older_than_days = forms.IntegerField(
        min_value=0, max_value=3650, initial=90, label=_("Not called for so many days"),
        help_text=_("Who was called later stays closed."),
    )  # fmt: skip

    def __init__(self, *args: Any, closed: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = self.fields["reasons"]
        assert isinstance(reasons, forms.MultipleChoiceField)
        reasons.choices = closed
