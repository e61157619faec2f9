"""What people type in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.checklist import Checklist
from handoff.models import Handoff
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in


class ChecklistForm(forms.Form):
    """The rehearsed introduction, step by step."""

    brief = forms.CharField(
        label=_("Brief for the farmer"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who decides there, what they bought and why, what they expect, what to be careful about."),
    )  # fmt: skip
    promises = forms.CharField(
        label=_("What you promised"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One promise a line, with its day. The farmer keeps them from now on."),
    )  # fmt: skip
    introduction_arranged = forms.BooleanField(label=_("The introduction is arranged"), required=False)
    how = forms.ChoiceField(
        label=_("The farmer was introduced"), required=False,
        choices=[("", _("Not yet")), *Handoff.Introduced.choices], widget=forms.RadioSelect,
    )  # fmt: skip
    contacts_given = forms.BooleanField(label=_("The client has the farmer's own contacts"), required=False)

    @property
    def checklist(self) -> Checklist:
        return Checklist(**self.cleaned_data)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you return this client?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A farmer with the load beside the name: that is what the head chooses by."""

    loads: dict[int, Any] = {}

    def label_from_instance(self, obj: User) -> str:
        load = self.loads.get(obj.pk)
        if load is None:
            return obj.name
        away = "" if load.present else " · " + str(_("absent"))
        return f"{obj.name} · {load.load.normalize():f} / {load.capacity.normalize():f}{away}"


class AssignForm(forms.Form):
    farmer = PersonChoice(label=_("Farmer"), queryset=User.objects.none(), empty_label=_("Choose a farmer"))

    def __init__(self, *args: Any, loads: dict[int, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["farmer"]
        assert isinstance(field, PersonChoice)
        field.loads = loads or {}
        field.queryset = people_in(Role.FARMER, Role.FARMERS_HEAD)


class AmountForm(forms.Form):
    """How much a sale would pay."""

    amount = forms.DecimalField(label=_("Amount of the sale"), min_value=0, max_digits=12, decimal_places=2)


class DealForecastForm(forms.Form):
    """What a deal would come to, and what the client would buy in a year; both may be left open."""

    amount = forms.DecimalField(
        label=_("Amount of the sale"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    yearly = forms.DecimalField(
        label=_("The client buys in a year"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
