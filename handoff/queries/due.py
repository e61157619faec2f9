"""What the ledger has not seen yet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from handoff.models import Accrual, HeldMeeting
from handoff.queries.rulebook import FACTS, facts_of, paid_from
from handoff.replay import Agreed, Paid, Rulebook, missing_rate
from salesorg.sales.models import Payment

# The job comes twice a minute; what is older than this is stuck and somebody must look.
LATE = timedelta(minutes=10)
SHOWN = 200


@dataclass(frozen=True)
class WaitingPayment:
    """A payment (or refund) that cannot be posted until a rate of `currency` into `into` holds on `day`."""

    pk: int
    company_id: int
    company: str
    amount: Decimal
    currency: str
    into: str
    day: date
    external_id: str


def without_line() -> QuerySet[Payment]:
    """Payments and refunds of clients with an agreement that the ledger has not seen."""
    unseen = ~Exists(Accrual.objects.filter(payment=OuterRef("pk")))
    return Payment.objects.filter(unseen, sale__company__agreement__isnull=False)


def agreements_due() -> list[int]:
    """The agreements that a payment waits for, by id."""
    ids = without_line().order_by("sale__company__agreement").values_list("sale__company__agreement")
    return [pk for (pk,) in ids.distinct()]


def meetings_due() -> QuerySet[HeldMeeting]:
    """Held meetings for which nobody was paid yet."""
    return HeldMeeting.objects.filter(~Exists(Accrual.objects.filter(held_meeting=OuterRef("pk"))))


def waiting_for_rate(book: Rulebook) -> list[WaitingPayment]:
    """The payments that wait for a rate of exchange, oldest first (at most `SHOWN`), and what each waits for."""
    rows = facts_of(
        _foreign(without_line()).order_by("paid_at", "pk"), "sale__company_id", "sale__company__name",
        "external_id", "refund_of__paid_at", "sale__company__agreement__plan_id",
    )  # fmt: skip
    found = []
    for row in rows[:SHOWN]:
        company_id, company, external_id, origin_at, plan = row[len(FACTS) :]
        paid = _at(paid_from(row), origin_at)
        into = missing_rate(paid, Agreed(0, plan, date.min), book)
        if into is not None:
            found.append(WaitingPayment(
                paid.pk, company_id, company, paid.amount, paid.currency, into, book.day(paid.paid_at), external_id,
            ))  # fmt: skip
    return found


def stuck_payments(at: datetime, book: Rulebook) -> list[int]:
    """Payments recorded more than ten minutes ago that are not posted though nothing is missing: the log says why."""
    late = facts_of(
        without_line().filter(recorded_at__lt=at - LATE).order_by("pk"),
        "refund_of__paid_at", "sale__company__agreement__plan_id",
    )  # fmt: skip
    found = []
    for row in late[:SHOWN]:
        origin_at, plan = row[len(FACTS) :]
        if missing_rate(_at(paid_from(row), origin_at), Agreed(0, plan, date.min), book) is None:
            found.append(row[0])
    return found


def _foreign(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    plan_currency = F("sale__company__agreement__plan__currency")
    return payments.filter(~Q(currency=plan_currency) | Q(sale__kind="repeat"))


def _at(paid: Paid, origin_at: datetime | None) -> Paid:
    """A refund goes by the day of its payment."""
    return paid if origin_at is None else paid._replace(paid_at=origin_at)
