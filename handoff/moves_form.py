"""What a head says about many clients that change hands: whose, which, to whom, why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from farmers.queries import FarmerLoad, service_levels
from handoff.forms import PersonChoice
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in

WHICH = [("", _("All")), ("neglected", _("Neglected")), ("promises", _("Promise overdue")), ("requests", _("Request unanswered"))]  # fmt: skip
HOW = [
    ("rule", _("Shared out by the rule: room, segment, region, language")),
    ("one", _("All to the one chosen below")),
]


class ProposalForm(forms.Form):
    """A GET form: it proposes, and writes nothing."""

    keeper = PersonChoice(label=_("Clients of"), queryset=User.objects.none(), empty_label=_("Choose"))
    show = forms.ChoiceField(label=_("Which"), choices=WHICH, required=False)
    level = forms.ModelChoiceField(
        label=_("Service level"), queryset=service_levels(), required=False, empty_label=_("All")
    )
    how = forms.ChoiceField(label=_("To whom"), choices=HOW, widget=forms.RadioSelect, initial="rule")
    takers = forms.TypedMultipleChoiceField(
        label=_("Among these farmers"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all who are present and have room."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: User, loads: Sequence[FarmerLoad], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeper, takers = self.fields["keeper"], self.fields["takers"]
        assert isinstance(keeper, PersonChoice)
        assert isinstance(takers, forms.TypedMultipleChoiceField)
        keeper.loads = {load.farmer.pk: load for load in loads}
        mine = User.objects.filter(pk=viewer.pk)
        keepers = people_in(Role.FARMER, Role.FARMERS_HEAD)
        keeper.queryset = mine if viewer.is_in(Role.SALES_HEAD) else keepers
        takers.choices = [(load.farmer.pk, keeper.label_from_instance(load.farmer)) for load in loads]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        keeper = given.get("keeper")
        takers = [one for one in given.get("takers") or () if keeper is None or one != keeper.pk]
        if given.get("how") == "one" and len(takers) != 1:
            self.add_error("takers", _("Choose exactly one farmer other than the present one."))
        return given | {"takers": takers}


class MoveForm(forms.Form):
    """What is confirmed: each chosen client with its new farmer, as it was proposed."""

    keeper = forms.ModelChoiceField(queryset=User.objects.none())
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Absence, dismissal, rebalancing … It is kept with every client."),
        error_messages={"required": _("Say in a few words why.")},
    )  # fmt: skip
    move = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("Look at the proposal anew.")}
    )

    def __init__(self, *args: Any, keepers: Any, pairs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].queryset = keepers  # type: ignore[attr-defined]
        self.fields["move"].choices = [(pair, pair) for pair in pairs]  # type: ignore[attr-defined]
