"""One batch of a statement: its lines with the payments they surely are, together or not at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from salesorg.lib.money import ZERO
from salesorg.lib.refusals import ActionRefused
from salesorg.sales.actions._bank_line import lock_companies, moment_of
from salesorg.sales.actions.record_payment import record_payment
from salesorg.sales.actions.refund_payment import refund_payment
from salesorg.sales.alike_payments import Typed, typed_around, typed_twin
from salesorg.sales.bank.line import BankEntry
from salesorg.sales.bank_candidates import Around, companies_around, look_around, money_of
from salesorg.sales.bank_twins import surely_one, twins_of
from salesorg.sales.models import BankLine, BankStatement
from salesorg.sales.payment_matching import NUMBER, judge_payment, judge_refund

UNREAD_SHOWN = 20
# One batch at a time in the whole house: two statements that overlap never wait for each other's lines in a circle.
ONE_BATCH = 0x5A1E5BA7
State, Why = BankLine.State, BankLine.Why


@transaction.atomic
def write_batch(statement: BankStatement, done: int, batch: Sequence[BankEntry], at: datetime) -> bool:
    """Write the lines behind row `done` and move on; False if another run is ahead of us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_BATCH])
    now = BankStatement.objects.select_for_update(no_key=True).get(pk=statement.pk)
    if now.rows_done != done or now.status != BankStatement.Status.RUNNING:
        return False
    lines = [_line(now, entry, at) for entry in batch if not entry.wrong]
    fresh, again = _told_apart(lines)
    _tell_twins([line for line in fresh if line.is_open], now, at)
    _settle([line for line in fresh if line.is_open], at)
    BankLine.objects.bulk_create(fresh)
    _write_duplicates(again, at)
    _move_on(now, batch, lines)
    return True


def _line(statement: BankStatement, entry: BankEntry, at: datetime) -> BankLine:
    assert entry.day is not None, "an entry without a day is wrong"
    line = BankLine(
        statement=statement, number=entry.number, external_id=entry.external_id, day=entry.day, amount=entry.amount,
        currency=entry.currency, payer=entry.payer[:250], payer_tax_id=_tax_id(entry.payer_tax_id),
        document=entry.document[:60], purpose=entry.purpose[:1000],
    )  # fmt: skip
    if entry.own_transfer:
        line.state, line.why, line.decided_at = State.IGNORED, Why.OWN_TRANSFER, at
    return line


def _tax_id(text: str) -> str:
    """The tax id alone, where «ИНН/КПП» stand in one cell."""
    return text.partition("/")[0][:20]


def _told_apart(lines: Sequence[BankLine]) -> tuple[list[BankLine], list[BankLine]]:
    """The lines never seen, and those that another statement, or this one further up, brought already."""
    known = set(
        BankLine.objects.filter(external_id__in=[line.external_id for line in lines])
        .exclude(state=State.DUPLICATE).values_list("external_id", flat=True)
    )  # fmt: skip
    fresh: list[BankLine] = []
    again: list[BankLine] = []
    for line in lines:
        (again if line.external_id in known else fresh).append(line)
        known.add(line.external_id)
    return fresh, again


def _write_duplicates(again: Sequence[BankLine], at: datetime) -> None:
    first = {
        line.external_id: line
        for line in BankLine.objects.filter(external_id__in=[line.external_id for line in again]).exclude(
            state=State.DUPLICATE
        )
    } if again else {}  # fmt: skip
    for line in again:
        line.state, line.why, line.decided_at = State.DUPLICATE, Why.CAME_BEFORE, at
        line.duplicate_of = first[line.external_id]
    BankLine.objects.bulk_create(again)


def _tell_twins(lines: Sequence[BankLine], statement: BankStatement, at: datetime) -> None:
    """What another statement surely brought is a duplicate, each line of that one once; what looks like it waits."""
    twins = twins_of(lines)
    known = [twin.pk for found in twins for twin in found]
    taken = set(
        BankLine.objects.filter(statement=statement, state=State.DUPLICATE, duplicate_of__in=known)
        .order_by().values_list("duplicate_of", flat=True)
    ) if known else set()  # fmt: skip
    for line, found in zip(lines, twins, strict=True):
        if not found:
            continue
        line.why = Why.LOOKS_ALIKE
        first = next((one for one in found if one.pk not in taken and surely_one(line, one)), None)
        if first is not None:
            line.state, line.why, line.duplicate_of, line.decided_at = (
                State.DUPLICATE,
                Why.CAME_BEFORE,
                first,
                at,
            )
            taken.add(first.pk)


def _settle(lines: Sequence[BankLine], at: datetime) -> None:
    """Record what is sure, put aside what is nobody's business, let the rest wait."""
    moneys = [money_of(line) for line in lines]
    lock_companies(companies_around(moneys))
    # Asked anew behind the locks: what is owed cannot change until the commit.
    around = look_around(moneys, guess=False)
    came = [line for line in lines if line.amount > 0]
    typed = typed_around(around.sales, [(line, line.amount) for line in came])
    # A bank may write the newest line first: what came in of a day is there before anything of it goes back.
    for line in sorted(lines, key=lambda one: (one.day, one.amount < 0)):
        if line.amount > 0:
            _receive(line, around, typed, at)
        else:
            _give_back(line, around, at)


def _receive(line: BankLine, around: Around, typed: Typed, at: datetime) -> None:
    money = money_of(line)
    verdict = judge_payment(money, around.sales_for(money, surely=True))
    if line.why == Why.LOOKS_ALIKE:
        return
    meant = [one.sale for one in around.sales_for(money)] if verdict.sure is None else [verdict.sure]
    if _was_typed(line, meant, typed):
        line.why = Why.LOOKS_TYPED
        return
    if verdict.sure is None:
        return
    sale = around.sales[verdict.sure]
    try:
        payment = record_payment(
            actor=None, sale=sale, amount=line.amount, currency=line.currency, paid_at=moment_of(line, at),
            external_id=line.external_id, at=at,
        )  # fmt: skip
    except ActionRefused:
        line.why = Why.REFUSED
        return
    sale.received += line.amount
    around.payments[payment.pk] = payment
    named = any(NUMBER in one.why for one in verdict.candidates if one.target == verdict.sure)
    line.state, line.why = State.MATCHED, Why.NUMBER if named else Why.TAX_ID
    line.payment, line.decided_at = payment, at


def _was_typed(line: BankLine, sales: Sequence[int], typed: Typed) -> bool:
    """Whether a payment that was recorded without the bank may be this money. One line each: a second one is other money."""
    twins = ((sale, typed_twin(typed, sale, line, line.amount)) for sale in sales)
    sale, twin = next(((sale, twin) for sale, twin in twins if twin is not None), (0, None))
    if twin is not None:
        typed[sale, line.amount].remove(twin)
    return twin is not None


def _give_back(line: BankLine, around: Around, at: datetime) -> None:
    money = money_of(line)
    verdict = judge_refund(money, around.payments_for(money))
    if verdict.sure is None:
        if not verdict.candidates and around.is_expense(money):
            line.state, line.why, line.decided_at = State.IGNORED, Why.EXPENSE, at
        return
    if line.why == Why.LOOKS_ALIKE:
        return
    paid = around.payments[verdict.sure]
    try:
        line.payment = refund_payment(
            actor=None, payment=paid, amount=-line.amount, refunded_at=moment_of(line, at),
            external_id=line.external_id, at=at,
        )  # fmt: skip
    except ActionRefused:
        line.why = Why.REFUSED
        return
    del around.payments[verdict.sure]
    line.state, line.why, line.decided_at = State.REFUND, Why.REFUND, at


def _move_on(statement: BankStatement, batch: Sequence[BankEntry], lines: Iterable[BankLine]) -> None:
    amounts = [line.amount for line in lines]
    unread = [[entry.number, entry.wrong] for entry in batch if entry.wrong]
    BankStatement.objects.filter(pk=statement.pk).update(
        rows_done=batch[-1].number, tries=0, lines=F("lines") + len(amounts), rejected=F("rejected") + len(unread),
        came_in=F("came_in") + sum((one for one in amounts if one > 0), ZERO),
        went_out=F("went_out") - sum((one for one in amounts if one < 0), ZERO),
        unread=[*statement.unread, *unread][:UNREAD_SHOWN],
    )  # fmt: skip
