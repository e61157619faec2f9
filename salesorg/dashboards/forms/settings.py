"""The organisation's settings in groups, each field with its sentence of help."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from farmers.queries import service_levels
from salesorg.people.forms import ZoneField
from salesorg.people.models import Organisation

DAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip

GROUPS = [
    (_("Organisation"), "building", ["name", "country", "language", "time_zone", "currency", "vat_rate"]),
    (_("Working time"), "clock", ["working_days", "opens_at", "closes_at", "extra_holidays"]),
    (_("Call centre"), "headset", [
        "call_managers_norm", "calls_per_day_norm", "claim_lease_minutes", "callback_grace_minutes",
        "callback_reminder_minutes", "callbacks_open_max", "attempts_apart_minutes",
    ]),
    (_("Control of the call centre"), "eye-check", [
        "idle_alarm_minutes", "wrap_up_alarm_minutes", "reviews_per_week", "review_booked_calls",
        "call_managers_choose_hunter", "meetings_are_audited",
    ]),
    (_("Active sales"), "target-arrow", ["hunters_norm", "meeting_minutes", "meeting_horizon_days"]),
    (_("Handoff and client department"), "plant-2", [
        "handoff_hours", "handoff_reminder_hours", "farmer_capacity", "overload_share", "hiring_ramp_weeks", "hiring_horizon_weeks",
        "hiring_pace_weeks",
    ]),
    (_("Protection of the client base"), "shield-lock", ["reveals_per_day"]),
]  # fmt: skip

LABELS = {
    "name": _("Name"), "country": _("Country"), "currency": _("Currency"), "opens_at": _("Work begins"),
    "closes_at": _("Work ends"), "call_managers_norm": _("Call managers at least"),
    "calls_per_day_norm": _("Calls a day per call manager"), "claim_lease_minutes": _("A lead is held for, minutes"),
    "callback_grace_minutes": _("Own callbacks are kept for, minutes"),
    "callback_reminder_minutes": _("A callback is announced ahead, minutes"),
    "callbacks_open_max": _("Open callbacks per call manager at most"),
    "idle_alarm_minutes": _("Alarm when idle for, minutes"),
    "wrap_up_alarm_minutes": _("Alarm when wrapping up for, minutes"),
    "reviews_per_week": _("Calls reviewed per person and week"),
    "review_booked_calls": _("Review every call that booked a meeting"),
    "call_managers_choose_hunter": _("Call managers may choose the hunter"),
    "meetings_are_audited": _("The administrator audits meetings before the hunter gets them"),
    "attempts_apart_minutes": _("Two attempts are apart, minutes"), "hunters_norm": _("Hunters at least"),
    "meeting_minutes": _("A meeting takes, minutes"), "meeting_horizon_days": _("Meetings are offered for, days"),
    "handoff_hours": _("A handoff is accepted within, working hours"),
    "handoff_reminder_hours": _("Reminder of a handoff ahead, working hours"),
    "farmer_capacity": _("Capacity of a farmer, load points"), "hiring_ramp_weeks": _("A new farmer is ready after, weeks"),
    "hiring_horizon_weeks": _("People are counted ahead for, weeks"),
    "hiring_pace_weeks": _("Growth is measured over, weeks"), "reveals_per_day": _("Contacts shown to one person a day"),
}  # fmt: skip

HELP = {
    "country": _("Two letters, for instance RU: its public holidays are days off."),
    "currency": _("Three letters, for instance RUB. Earlier sales keep theirs."),
    "call_managers_norm": _("Fewer is the red zone of the call centre."),
    "claim_lease_minutes": _("Then an abandoned lead returns to the queue."),
    "callback_grace_minutes": _("Then anybody may call back instead of who promised it."),
    "attempts_apart_minutes": _("The same company is never called twice within this time."),
    "callbacks_open_max": _("Who has promised as many makes no further promise before keeping one."),
    "reviews_per_week": _("Picked at random among the calls that reached somebody; 0 picks none."),
    "call_managers_choose_hunter": _("Otherwise the turn alone decides, which is the fairest."),
    "meetings_are_audited": _(
        "What nobody looked at in time is passed on by itself: the client will be there."
    ),
    "hunters_norm": _("Fewer is the red zone of active sales."),
    "handoff_reminder_hours": _("Whose turn it is, is told once, so long before the time is up."),
    "farmer_capacity": _("Clients weigh by their service level. Used where a farmer has no own capacity."),
    "hiring_ramp_weeks": _("From the decision to hire until the farmer takes clients."),
    "reveals_per_day": _("Full phones and e-mails of different companies. Each look is recorded."),
}


MAY_BE_NOTHING = {"vat_rate", "overload_share", "reviews_per_week"}


class PercentField(forms.DecimalField):
    """Typed in per cent, kept as a fraction of one."""

    def prepare_value(self, value: object) -> object:
        return f"{(value * 100).normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: object) -> Any:
        typed = super().clean(value)
        return typed / 100 if typed is not None else None


class DaysField(forms.CharField):
    """Days of the year, one per line."""

    widget = forms.Textarea(attrs={"rows": 3, "placeholder": "2027-01-08"})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> Any:
        lines = value if isinstance(value, list) else str(value or "").split()
        try:
            return sorted({date.fromisoformat(line).isoformat() for line in lines})
        except ValueError as error:
            raise ValidationError(_("One day per line, for instance 2027-01-08.")) from error

    def run_validators(self, value: object) -> None:
        """The days were checked one by one; a length of text says nothing about them."""


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Every number that the organisation decides for itself."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    time_zone = ZoneField(
        help_text=_("A day is a local day of this time zone, on every page and in every report.")
    )
    vat_rate = PercentField(
        min_value=Decimal(0), max_value=Decimal("99.9"), decimal_places=1, label=_("VAT, per cent"),
        help_text=_("Used where a commission plan pays from the net amount."),
    )  # fmt: skip
    working_days = forms.TypedMultipleChoiceField(
        choices=DAYS, coerce=int, label=_("Working days"), widget=forms.CheckboxSelectMultiple
    )
    extra_holidays = DaysField(
        required=False, label=_("Own days off"), help_text=_("Beside the country's holidays.")
    )
    overload_share = PercentField(
        min_value=Decimal(1), max_value=Decimal(100), decimal_places=0, label=_("Overloaded from, per cent of capacity"),
        help_text=_("With neglected clients and at least this load a farmer gets no new handoffs."),
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = [name for _title, _icon, names in GROUPS for name in names]
        labels = LABELS
        help_texts = HELP
        widgets = {
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            # A norm, a lease or a capacity of nothing would stop the department.
            if isinstance(field, forms.IntegerField) and name not in MAY_BE_NOTHING:
                least = Decimal("0.5") if isinstance(field, forms.DecimalField) else 1
                field.validators.append(MinValueValidator(least))
                field.widget.attrs["min"] = least

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if len(code) != 3 or not code.isalpha():
            raise ValidationError(_("Three letters, for instance RUB."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Work ends after it begins."))
        return cleaned

    def groups(self) -> list[dict[str, Any]]:
        """The fields as the page shows them."""
        return [{"title": t, "icon": i, "fields": [self[name] for name in names]} for t, i, names in GROUPS]


class LevelForm(forms.Form):
    """The numbers of one service level."""

    touch_days = forms.IntegerField(min_value=1, max_value=3000, label=_("Contact every, days"))
    neglect_days = forms.IntegerField(min_value=2, max_value=3000, label=_("Neglected after, days"))
    lost_days = forms.IntegerField(min_value=3, max_value=9000, label=_("Lost after, days"))
    answer_hours = forms.IntegerField(min_value=1, max_value=1000, label=_("Answer within, working hours"))
    weight = forms.DecimalField(
        min_value=Decimal("0.1"), max_value=Decimal(99), decimal_places=1, label=_("Weight, load points")
    )
    level: Any

    @classmethod
    def of(cls, level: Any, typed: Any = None) -> "LevelForm":
        """The form of one level, with what was typed if anything was."""
        form = cls(
            typed,
            initial={name: getattr(level, name) for name in cls.base_fields},
            auto_id=f"id_{level.code}_%s",
        )
        form.level = level
        return form

    @classmethod
    def all(cls) -> "list[LevelForm]":
        """The forms of all levels."""
        return [cls.of(level) for level in service_levels()]
