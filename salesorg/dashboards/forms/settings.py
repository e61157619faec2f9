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
from salesorg.dashboards.forms.settings_words import DAYS, GROUPS, HELP, LABELS
from salesorg.people.forms import ZoneField
from salesorg.people.models import Organisation

AN_HOUR = 60
MAY_BE_NOTHING = {"vat_rate", "overload_share", "reviews_per_week", "correct_call_minutes"}


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
        fields = [name for *_rest, names in GROUPS for name in names]
        labels = LABELS
        help_texts = HELP
        widgets = {
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "meetings_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "meetings_to": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
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
        first, last = cleaned.get("meetings_from"), cleaned.get("meetings_to")
        if first and last and last <= first:
            self.add_error("meetings_to", _("The last hour lies after the first."))
        if (cleaned.get("correct_call_minutes") or 0) > AN_HOUR:
            self.add_error("correct_call_minutes", _("An hour at most: later the figures are added up."))
        return cleaned

    def groups(self) -> list[dict[str, Any]]:
        """The fields as the page shows them; `faulty`: something in it is to be mended."""
        return [
            {
                "code": code, "title": title, "help": about, "icon": icon, "fields": [self[name] for name in names],
                "faulty": any(name in self.errors for name in names) if self.is_bound else False,
            }
            for code, title, about, icon, names in GROUPS
        ]  # fmt: skip


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
