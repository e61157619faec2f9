"""Reads about the bank's statements and lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value

from salesorg.lib.money import ZERO
from salesorg.people.models import Role, User
from salesorg.sales.bank_candidates import look_around, money_of
from salesorg.sales.models import BankLine, BankStatement, Payment, RevenueDay, Sale
from salesorg.sales.payment_matching import Candidate, judge_payment, judge_refund

READERS = (Role.FINANCE, Role.SALES_HEAD)


def statements_visible_to(person: User) -> QuerySet[BankStatement]:
    """Return the statements, newest first, to those who see the bank."""
    found = BankStatement.objects.select_related("uploaded_by").defer("reading")
    return found if person.role in READERS else found.none()


def due_statements() -> QuerySet[BankStatement]:
    """Return the statements that are to be read, oldest first."""
    due = [BankStatement.Status.QUEUED, BankStatement.Status.RUNNING]
    return BankStatement.objects.filter(status__in=due).order_by("uploaded_at", "pk")


def lines_visible_to(person: User) -> QuerySet[BankLine]:
    """Return the bank's lines, newest day first; the parts of a split line go with it, not beside it."""
    return (
        BankLine.objects.visible_to(person).filter(part=0)
        .select_related("statement", "payment__sale__company", "decided_by", "duplicate_of")
        .defer("statement__reading", "statement__unread").order_by("-day", "-pk")
    )  # fmt: skip


def waiting_lines(person: User) -> QuerySet[BankLine]:
    """Return the lines that wait for somebody, oldest first."""
    state = BankLine.State.UNMATCHED
    return BankLine.objects.visible_to(person).filter(state=state).order_by("day", "pk")


def neighbours(waiting: QuerySet[BankLine], line: BankLine) -> tuple[int | None, int | None]:
    """Return the lines before and behind `line` in the queue, whether it still waits or not. One query."""
    behind = waiting.filter(Q(day__gt=line.day) | Q(day=line.day, pk__gt=line.pk), day__gte=line.day)
    before = waiting.filter(Q(day__lt=line.day) | Q(day=line.day, pk__lt=line.pk), day__lte=line.day)
    nearest = before.reverse().values_list(Value("before"), "pk")[:1].union(
        behind.values_list(Value("behind"), "pk")[:1], all=True
    )  # fmt: skip
    found: dict[str, int] = dict(nearest)
    return found.get("before"), found.get("behind")


def unsold_currencies(lines: QuerySet[BankLine]) -> list[str]:
    """Return the currencies of these lines in which nothing was ever sold: such a line can be no payment. One query."""
    sold = RevenueDay.objects.exclude(kind="received").order_by().values("currency")
    found = lines.exclude(currency__in=sold).order_by("currency").values_list("currency", flat=True)
    return list(found.distinct())


def waiting_in(statements: Iterable[BankStatement]) -> dict[int, int]:
    """Return how many lines of each statement wait. One query."""
    rows = BankLine.objects.filter(
        state=BankLine.State.UNMATCHED, statement__in=[one.pk for one in statements]
    )
    return dict(rows.order_by().values_list("statement").annotate(n=Count("pk")))


def totals_of(statement: BankStatement) -> dict[str, dict[str, Any]]:
    """Return per state of the statement's lines: `n`, `came_in`, `went_out` (positive). One query."""
    rows = BankLine.objects.filter(statement=statement, part=0).order_by().values("state")
    sums = rows.annotate(
        n=Count("pk"), came=Sum("amount", filter=Q(amount__gt=0)), went=Sum("amount", filter=Q(amount__lt=0))
    )
    return {
        row["state"]: {"n": row["n"], "came_in": row["came"] or ZERO, "went_out": -(row["went"] or ZERO)}
        for row in sums
    }


@dataclass(frozen=True)
class Shown:
    """A candidate with the sale it is about; of money out with the payment it would give back."""

    candidate: Candidate
    sale: Sale
    payment: Payment | None = None

    @property
    def open_amount(self) -> Decimal:
        """What is still owed; of a payment what is left to give back."""
        return self.sale.owed if self.payment is None else self.payment.left


def candidates_of(lines: Iterable[BankLine]) -> dict[int, list[Shown]]:
    """Return what each of these lines may be for, the best first. At most five queries, however many lines."""
    asked = {line.pk: money_of(line) for line in lines}
    around = look_around(list(asked.values()), guess=True)
    found: dict[int, list[Shown]] = {}
    for pk, money in asked.items():
        if money.amount > 0:
            verdict = judge_payment(money, around.sales_for(money))
            found[pk] = [Shown(one, around.sales[one.target]) for one in verdict.candidates]
        else:
            verdict = judge_refund(money, around.payments_for(money))
            payments = [(one, around.payments[one.target]) for one in verdict.candidates]
            found[pk] = [Shown(one, payment.sale, payment) for one, payment in payments]
    return found


def parts_of(line: BankLine) -> QuerySet[BankLine]:
    """Return the parts of a split line in order."""
    return line.parts.select_related("payment__sale__company").order_by("part")
