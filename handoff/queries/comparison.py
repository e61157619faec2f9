"""What a draft of a plan would have cost over the last twelve months. Reads only; the ledger's own engine."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from farmers.queries import lost_since
from handoff.commission import MEETING, Terms
from handoff.draft_plan import DraftPlan
from handoff.models import Accrual, Agreement, HeldMeeting
from handoff.queries.rulebook import FACTS, facts_of, paid_from, rulebook
from handoff.replay import DRAFT, Agreed, Paid, Rulebook, replay
from handoff.terms_in_time import month_before
from salesorg.lib.money import ZERO
from salesorg.people.models import Organisation
from salesorg.people.queries import names_of, organisation
from salesorg.sales.models import Payment

MONTHS = 12
CHUNK = 5000


@dataclass
class Pair:
    """What the ledger holds, and what it would hold under the draft."""

    label: Any = ""
    then: Decimal = ZERO
    would: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        """Positive: the draft would have cost more."""
        return self.would - self.then

    @property
    def ratio(self) -> Decimal | None:
        """The difference as a share of what the ledger holds; None where it holds nothing."""
        return self.difference / self.then if self.then > 0 else None


@dataclass
class Comparison:
    """By kind, by month and by person; `unpriced` payments have no rate of exchange into the draft's currency."""

    currency: str
    since: date
    total: Pair = field(default_factory=Pair)
    kinds: dict[Any, Pair] = field(default_factory=lambda: defaultdict(Pair))
    months: dict[Any, Pair] = field(default_factory=lambda: defaultdict(Pair))
    people: dict[Any, Pair] = field(default_factory=lambda: defaultdict(Pair))
    payments: int = 0
    unpriced: int = 0
    # Whether the ledger holds lines of these months in another currency, which are not counted.
    other_currency: bool = False

    @property
    def by_month(self) -> list[Pair]:
        return sorted(self.months.values(), key=lambda pair: pair.label)

    @property
    def by_kind(self) -> list[Pair]:
        return [self.kinds[kind] for kind in Accrual.Kind.values if kind in self.kinds]

    @property
    def by_person(self) -> list[Pair]:
        """Whom it would change most stands first."""
        return sorted(self.people.values(), key=lambda pair: (-abs(pair.difference), pair.label))

    def add(self, side: str, kind: str, month: date, person: int, amount: Decimal) -> None:
        for pair in (self.total, self.kinds[kind], self.months[month], self.people[person]):
            setattr(pair, side, getattr(pair, side) + amount)


def what_it_would_have_cost(draft: DraftPlan, at: datetime) -> Comparison:
    """Replay the payments of this month and the eleven before under `draft`, for all agreements and beneficiaries.

    Earlier payments of the same clients are replayed, too, where a cap needs them. «Then» is what the ledger holds for
    the same payments and meetings. The draft stands for every plan: also for what was agreed long ago.
    Refusals: those of `DraftPlan.checked`.
    """
    draft.checked()
    org = organisation()
    terms = draft.terms(org.vat_rate)
    this_month = at.astimezone(org.zone).date().replace(day=1)
    since = datetime.combine(month_before(this_month, MONTHS - 1), time(), org.zone)
    found = Comparison(draft.currency, since.date())
    _ledger(found, since, org)
    _replayed(found, draft, rulebook(org).drafted(terms), since)
    _meetings(found, terms, since, org)
    names = names_of(found.people)
    for person, pair in found.people.items():
        pair.label = names[person]
    for kind, pair in found.kinds.items():
        pair.label = Accrual.Kind(kind).label
    for month, pair in found.months.items():
        pair.label = month
    return found


def _ledger(found: Comparison, since: datetime, org: Organisation) -> None:
    lines = Accrual.objects.filter(payment__paid_at__gte=since) | Accrual.objects.filter(
        held_meeting__held_at__gte=since
    )
    moment = Coalesce("payment__paid_at", "held_meeting__held_at")
    rows = (
        lines.order_by().annotate(month=TruncMonth(moment, tzinfo=org.zone))
        .values_list("currency", "kind", "month", "beneficiary").annotate(sum=Sum("amount"))
    )  # fmt: skip
    for currency, kind, month, person, amount in rows:
        if currency == found.currency:
            found.add("then", kind, month.date(), person, amount)
        else:
            found.other_currency = True


def _replayed(found: Comparison, draft: DraftPlan, book: Rulebook, since: datetime) -> None:
    agreements = _agreements(draft, book)
    for company, payments in _by_company(_needed(draft, since)):
        agreed = agreements.get(company)
        if agreed is None:
            continue
        recent = {
            paid.pk: book.day(paid.paid_at).replace(day=1) for paid in payments if paid.paid_at >= since
        }
        priced = set()
        for line in replay(agreed, payments, book, known={}):
            if line.payment in recent:
                priced.add(line.payment)
                found.add("would", line.right.kind, recent[line.payment], line.right.beneficiary, line.amount)
        found.payments += len(recent)
        found.unpriced += len(recent) - len(priced)


def _needed(draft: DraftPlan, since: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """The payments of the months with their refunds; with a cap all payments of the clients that paid."""
    recent = Payment.objects.filter(paid_at__gte=since)
    if draft.cap is None and draft.cap_per_month is None:
        families = recent.annotate(family=Coalesce(F("refund_of_id"), F("pk"))).values("family")
        rows = facts_of(Payment.objects.all(), "sale__company_id").filter(origin__in=families)
    else:
        companies = recent.values("sale__company")
        rows = facts_of(Payment.objects.filter(sale__company__in=companies), "sale__company_id")
    return rows.order_by("sale__company_id", "pk")


def _by_company(rows: QuerySet[Any, tuple[Any, ...]]) -> Iterator[tuple[int, list[Paid]]]:
    """One client's payments at a time: the whole is never in memory."""
    for company, group in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[len(FACTS)]):
        yield company, [paid_from(row) for row in group]


def _agreements(draft: DraftPlan, book: Rulebook) -> dict[int, Agreed]:
    """All agreements by company as if made by the draft; they end where the draft's own policies end them."""
    lost = lost_since(Agreement.objects.values("company")) if draft.on_lost_client == "ends" else {}
    rows = Agreement.objects.values_list(
        "company_id", "hunter_id", "sale__sold_at", "ended_at", "end_reason", "hunter__dismissed_at"
    )
    agreements = {}
    for company, hunter, sold_at, ended_at, reason, dismissed_at in rows.iterator(chunk_size=CHUNK):
        ends = [lost[company]] if company in lost else []
        if ended_at and (draft.on_leaving if reason == "left" else draft.on_lost_client) == "ends":
            ends.append(book.day(ended_at))
        if dismissed_at and draft.on_leaving == "ends":
            ends.append(book.day(dismissed_at))
        agreements[company] = Agreed(hunter, DRAFT, book.day(sold_at), min(ends, default=None))
    return agreements


def _meetings(found: Comparison, terms: Terms, since: datetime, org: Organisation) -> None:
    rows = (
        HeldMeeting.objects.filter(held_at__gte=since).order_by()
        .annotate(month=TruncMonth("held_at", tzinfo=org.zone))
        .values_list("month", "booked_by").annotate(n=Count("pk"))
    )  # fmt: skip
    for month, person, n in rows:
        found.add("would", MEETING, month.date(), person, terms.meeting * n)
