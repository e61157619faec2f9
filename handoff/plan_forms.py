"""What people type in about plans and rates of exchange. Rates are typed in per cent and kept as fractions of one."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from handoff.draft_plan import DraftPlan
from handoff.models import CommissionPlan
from salesorg.lib.money import ZERO
from salesorg.lib.ui.amount_field import AmountField
from salesorg.sales.filters import DAY

ROWS = 6


class Percent(AmountField):
    """Typed as 3 or 2.5, meant as 0.03 or 0.025."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=Decimal(0),
            max_value=Decimal(100),
            max_digits=5,
            decimal_places=2,
            **options,
        )

    @staticmethod
    def fraction(typed: Decimal | None) -> Decimal:
        return (typed or ZERO) / 100


class Sum(AmountField):
    """A sum of money that may be left empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, min_value=Decimal(0), max_digits=12, decimal_places=2,
            **options,
        )  # fmt: skip


class Currency(forms.CharField):
    """Three letters, written large."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 3})
        super().__init__(min_length=3, max_length=3, widget=widget, **options)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if not (code.isascii() and code.isalpha()):
            raise ValidationError(_("A currency has three capital letters, for instance EUR."))
        return code


class PlanForm(forms.Form):
    """A version of the plan without its trailing rates, which are rows of their own."""

    name = forms.CharField(label=_("Name of the version"), max_length=100)
    from_day = forms.DateField(
        label=_("In force from"), widget=DAY, help_text=_("For first sales from this day on. What was agreed before stays."),
    )  # fmt: skip
    currency = Currency(label=_("Currency"))
    bonus = Percent(label=_("Bonus on the first sale, %"))
    cross_sell = Percent(label=_("Cross-sell, %"))
    duration_months = forms.IntegerField(
        label=_("Trailing is paid for, months"), required=False, min_value=1, max_value=600,
        help_text=_("Of the client's age. Empty: for ever."),
    )  # fmt: skip
    cap = Sum(label=_("Highest total per client"), help_text=_("Empty: no limit."))
    cap_per_month = Sum(label=_("Highest total per client and month"), help_text=_("Empty: no limit."))
    meeting_pay = Sum(label=_("Call manager, per held meeting"))
    repeat = Percent(label=_("Farmer, on repeat sales, %"), required=False)
    on_leaving = forms.ChoiceField(label=_("When the hunter leaves"), choices=CommissionPlan.Policy.choices)
    on_lost_client = forms.ChoiceField(
        label=_("When the client is lost"), choices=CommissionPlan.Policy.choices
    )
    net_of_vat = forms.BooleanField(label=_("Rates apply to payments net of VAT"), required=False)


class TierForm(forms.Form):
    """From which month of the client's age which trailing rate; an empty row does not count, half a row is a mistake."""

    from_month = forms.IntegerField(
        label=_("From month"), min_value=0, max_value=600, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    rate = Percent(label=_("Trailing rate, %"), required=False)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        for name, other in (("from_month", "rate"), ("rate", "from_month")):
            if typed.get(name) is None and typed.get(other) is not None and name not in self.errors:
                self.add_error(name, _("Give both, or leave the row empty."))
        return typed

    def tier(self) -> tuple[int, Decimal] | None:
        """The month and the rate as a fraction; None for an empty row."""
        month = self.cleaned_data.get("from_month")
        return None if month is None else (month, Percent.fraction(self.cleaned_data["rate"]))


class Tiers(BaseFormSet):  # type: ignore[type-arg]
    """The rows of trailing rates."""

    def tiers(self) -> tuple[tuple[int, Decimal], ...]:
        found = (form.tier() for form in self.forms)
        return tuple(tier for tier in found if tier is not None)


def tier_rows(data: Any = None, plan: CommissionPlan | None = None) -> Tiers:
    """The rows as typed, or prefilled from `plan`; always as many as the page shows."""
    present = [
        {"from_month": tier.from_month, "rate": percent(tier.rate)}
        for tier in (plan.tiers.all() if plan else [])
    ]
    rows = max(ROWS, len(present) + 1)
    made = formset_factory(TierForm, formset=Tiers, extra=rows - len(present), max_num=60, absolute_max=60)
    return made(data, initial=None if data is not None else present, prefix="tiers")  # type: ignore[return-value]


def percent(rate: Decimal) -> Decimal:
    """0.0300 as a person types it: 3."""
    typed = (rate * 100).normalize()
    return typed.quantize(Decimal(1)) if typed == typed.to_integral() else typed


def plan_form(data: Any, plan: CommissionPlan | None, day: date, currency: str) -> PlanForm:
    """The form as typed, or prefilled from the version in force."""
    if data is not None or plan is None:
        return PlanForm(data, initial={"from_day": day, "currency": currency})
    same = (
        "name",
        "duration_months",
        "cap",
        "cap_per_month",
        "meeting_pay",
        "on_leaving",
        "on_lost_client",
        "net_of_vat",
    )
    return PlanForm(initial={
        **{name: getattr(plan, name) for name in same}, "from_day": day, "currency": plan.currency,
        "bonus": percent(plan.bonus_rate), "cross_sell": percent(plan.cross_sell_rate), "repeat": percent(plan.repeat_rate),
    })  # fmt: skip


def draft_of(form: PlanForm, tiers: Tiers) -> DraftPlan:
    """What was typed, as the engine and the action take it; both are valid."""
    typed = form.cleaned_data
    same = (
        "name",
        "from_day",
        "currency",
        "duration_months",
        "cap",
        "cap_per_month",
        "on_leaving",
        "on_lost_client",
        "net_of_vat",
    )
    return DraftPlan(
        **{name: typed[name] for name in same}, tiers=tiers.tiers(), meeting_pay=typed["meeting_pay"] or ZERO,
        bonus_rate=Percent.fraction(typed["bonus"]), cross_sell_rate=Percent.fraction(typed["cross_sell"]),
        repeat_rate=Percent.fraction(typed["repeat"]),
    )  # fmt: skip


class RateForm(forms.Form):
    """A rate of exchange from a day on."""

    currency = Currency(label=_("One unit of"))
    into = Currency(label=_("is worth, in"))
    rate = AmountField(label=_("Exchange rate"), max_digits=16, decimal_places=8)
    from_day = forms.DateField(label=_("From the day"), widget=DAY)
