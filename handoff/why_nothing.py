"""Why a payment gave nothing: read off the line and the agreement it belongs to. No database, no clock."""

from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff.commission import age_in_months

WORDS: dict[str, Promise] = {
    "left": _("The agreement had ended: the hunter left."),
    "lost": _("The agreement had ended: the client was lost."),
    "after_duration": _("The time in which the client's payments pay the hunter was over."),
    "zero_rate": _("The plan pays nothing for such a sale."),
    "capped": _("The agreement had reached its cap."),
    "nothing_left": _("There was nothing to take back."),
    "too_small": _("It comes to less than half of the smallest coin."),
}


def why_nothing(
    *, rate: Decimal, paid: Decimal, paid_on: date, first_sale_on: date, trailing: bool, duration: int | None,
    ended_on: date | None = None, end_reason: str = "", has_cap: bool = False,
) -> str:  # fmt: skip
    """Return the code (of `WORDS`) of why a line of zero is zero.

    `paid` is the amount of the payment (negative: a refund), `duration` and `has_cap` are the plan's, `ended_on` and
    `end_reason` the agreement's.
    """
    if rate:
        return "capped" if has_cap else "nothing_left" if paid < 0 else "too_small"
    if ended_on is not None and paid_on > ended_on:
        return end_reason if end_reason in WORDS else "lost"
    if trailing and duration is not None and age_in_months(first_sale_on, paid_on) >= duration:
        return "after_duration"
    return "zero_rate"
