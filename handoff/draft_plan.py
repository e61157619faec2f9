"""A version of the commission plan as somebody writes it down, before it is one. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handoff.commission import NOTHING, Terms
from handoff.refusals import CurrencyUnknown, RatesImpossible, TiersImpossible
from salesorg.lib.money import ZERO


@dataclass(frozen=True)
class DraftPlan:
    """Rates are fractions of one, sums in `currency`; `tiers` are (first month of the client's age, rate)."""

    name: str
    from_day: date
    currency: str
    bonus_rate: Decimal
    cross_sell_rate: Decimal
    tiers: tuple[tuple[int, Decimal], ...]
    duration_months: int | None = None
    cap: Decimal | None = None
    cap_per_month: Decimal | None = None
    meeting_pay: Decimal = ZERO
    repeat_rate: Decimal = NOTHING
    on_leaving: str = "ends"
    on_lost_client: str = "ends"
    net_of_vat: bool = False

    def checked(self) -> "DraftPlan":
        """Return the draft itself. Refusals: `CurrencyUnknown`, `RatesImpossible`, `TiersImpossible`."""
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isupper()):
            raise CurrencyUnknown
        rates = [
            self.bonus_rate,
            self.cross_sell_rate,
            self.repeat_rate,
            *(rate for _month, rate in self.tiers),
        ]
        sums = [self.meeting_pay, self.cap or ZERO, self.cap_per_month or ZERO]
        if any(not 0 <= rate <= 1 for rate in rates) or any(amount < 0 for amount in sums):
            raise RatesImpossible
        months = [month for month, _rate in self.tiers]
        if 0 not in months or len(set(months)) != len(months) or min(months) < 0:
            raise TiersImpossible
        if self.duration_months is not None and max(months) >= max(self.duration_months, 1):
            raise TiersImpossible
        return self

    def terms(self, vat_rate: Decimal) -> Terms:
        """The draft as the engine takes it; `vat_rate` is the organisation's."""
        return Terms(
            bonus=self.bonus_rate, cross_sell=self.cross_sell_rate, tiers=self.tiers, duration=self.duration_months,
            cap=self.cap, cap_per_month=self.cap_per_month, repeat=self.repeat_rate, meeting=self.meeting_pay,
            vat_rate=vat_rate if self.net_of_vat else NOTHING, currency=self.currency,
        )  # fmt: skip
