"""The settings of a call list as a form: what and how urgent, when, by whom, how often, and a rule per result."""

from datetime import time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.labels import disposition_label
from callcenter.list_around import Around
from callcenter.list_rule_fields import UNITS, in_units, rule_fields
from callcenter.list_settings import LONGEST_RETRY_MINUTES, AttemptWish, NoAttempt, NoCallingDay, WindowClosed
from callcenter.models import CallList, Disposition, Script
from callcenter.night_hours import call_at_night
from callcenter.regions import region_choices
from salesorg.people.models import Organisation, Role, Team, User

WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
OWN = (
    "name", "script", "region", "priority", "calling_from", "calling_to", "calling_days", "expires_on", "max_attempts",
    "calls_a_day", "calls_in_all", "callback_days", "spread_attempts",
)  # fmt: skip


def _limit(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=1, max_value=1000, required=False, label=label, help_text=_("Empty: no limit.")
    )


class CallListForm(forms.Form):
    """How urgent a list is, what is said, when, by whom and how often it is called."""

    name = forms.CharField(max_length=150, label=_("Name"))
    script = forms.ModelChoiceField(
        Script.objects.filter(versions__is_published=True).distinct(),
        required=False,
        label=_("Script"),
        empty_label=_("The default one"),
    )
    region = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Assumed for phones without a country code; on its public holidays nobody is called."),
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
        error_messages={"required": NoCallingDay.text},
    )
    night_confirmed = forms.BooleanField(
        required=False, label=_("Yes, they may be called at these hours of their clock")
    )
    expires_on = forms.DateField(
        required=False,
        label=_("Not called any more from"),
        widget=DAY,
        help_text=_("Empty: the list does not run out."),
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, label=_("Call managers"), widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.all(), required=False, label=_("Teams"), widget=forms.CheckboxSelectMultiple
    )
    max_attempts = forms.IntegerField(
        min_value=1,
        max_value=50,
        initial=6,
        label=_("Attempts at most"),
        help_text=_("Calls that reached nobody."),
        error_messages={"min_value": NoAttempt.text},
    )
    calls_a_day = _limit(_("Calls to one company a day"))
    calls_in_all = _limit(_("Calls to one company in all"))
    callback_days = forms.IntegerField(
        min_value=1, max_value=365, initial=60, label=_("Callbacks at most so many days ahead")
    )
    spread_attempts = forms.BooleanField(
        required=False, initial=True, label=_("Spread attempts over morning, midday and afternoon")
    )

    def __init__(
        self, *args: Any, settings: Organisation, region: str = "", of: CallList | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.of = settings, of
        choice, people, teams = self.fields["region"], self.fields["people"], self.fields["teams"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices, choice.initial = region_choices(region), region
        named = Q(role=Role.CALL_MANAGER, is_active=True)
        # Who was named and has left stays to be seen, and to be taken out.
        who = User.objects.filter(named | Q(assigned_lists=of) if of else named).distinct()
        assert isinstance(people, forms.ModelMultipleChoiceField)
        people.queryset = who
        people.label_from_instance = _as_named  # type: ignore[assignment,method-assign]
        assert isinstance(teams, forms.ModelMultipleChoiceField)
        # Read once: the page asks both whether there are any and which.
        teams.choices = [(one.pk, one.name) for one in Team.objects.all()]
        self.results = list(Disposition.objects.filter(retry_minutes__isnull=False))
        for one in self.results:
            self.fields |= rule_fields(one)

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rows of the table of rules: the result, as it usually goes, and the fields."""
        return [
            {
                "label": disposition_label(one.code), "colour": one.colour, "icon": one.icon,
                "usual": in_units(one.retry_minutes or 0), "after": self[f"after-{one.code}"],
                "unit": self[f"unit-{one.code}"], "most": self[f"most-{one.code}"],
            }
            for one in self.results
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Add what no field can say alone: calling ends later than it begins, a rule waits a year at most."""
        data = super().clean() or {}
        opens, closes = data.get("calling_from"), data.get("calling_to")
        if opens is not None and closes is not None and closes <= opens:
            self.add_error("calling_to", str(WindowClosed.text))
        elif self._asks_about_night(opens, closes) and not data.get("night_confirmed"):
            self.add_error("night_confirmed", _("Confirm it, or choose other hours."))
        for one in self.results:
            minutes = self._minutes(one.code)
            if minutes is not None and minutes > LONGEST_RETRY_MINUTES:
                self.add_error(f"after-{one.code}", str(_("A year at most.")))
        return data

    @property
    def warns_of_night(self) -> bool:
        """Whether the hours that the form shows are such that one asks again before they are saved."""
        if self.is_bound:
            return "night_confirmed" in self.errors or bool(self["night_confirmed"].value())
        return self.of is not None and self._is_night(self.of.calling_from, self.of.calling_to)

    def _asks_about_night(self, opens: time | None, closes: time | None) -> bool:
        """Hours that the list has had already were confirmed, or came from outside the form: nobody is asked at every saving."""
        if opens is None or closes is None:
            return False
        unchanged = self.of is not None and (self.of.calling_from, self.of.calling_to) == (opens, closes)
        return not unchanged and self._is_night(opens, closes)

    def _is_night(self, opens: time, closes: time) -> bool:
        return call_at_night(opens, closes, self.organisation.meetings_from, self.organisation.meetings_to)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings as the actions take them."""
        found = {name: self.cleaned_data[name] for name in (*OWN, "people", "teams")}
        wishes = [
            AttemptWish(one.code, self._minutes(one.code), self.cleaned_data[f"most-{one.code}"])
            for one in self.results
        ]
        return found | {"attempt_rules": wishes}

    def _minutes(self, code: str) -> int | None:
        after = self.cleaned_data.get(f"after-{code}")
        return after * UNITS[self.cleaned_data.get(f"unit-{code}") or "minutes"] if after else None

    @staticmethod
    def values_of(of: CallList, around: Around) -> dict[str, Any]:
        """What the form shows of a list that is there already, with what stands around it."""
        shown: dict[str, Any] = {name: getattr(of, name) for name in OWN}
        shown |= {"people": [one.pk for one in around.people], "teams": [one.pk for one in around.teams]}
        for rule in around.rules:
            code = rule.disposition
            shown[f"most-{code}"] = rule.most
            if rule.retry_minutes:
                shown[f"after-{code}"], shown[f"unit-{code}"] = in_units(rule.retry_minutes)
        return shown


def _as_named(person: User) -> str:
    """Who has left, or calls no more, is told apart."""
    calls = person.is_active and person.role == Role.CALL_MANAGER
    left = _("does not call any more")
    return person.name if calls else f"{person.name} ({left})"
