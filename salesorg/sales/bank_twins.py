"""The same movement told by two files: another statement's line with the same day, document number, amount and currency.

The external id cannot tell it: a bank's CSV without the other side's account makes another one than its 1C file. Recording
both would count the money twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from salesorg.sales.models import BankLine
from salesorg.sales.payment_matching import sale_numbers

RECORDED = (BankLine.State.MATCHED, BankLine.State.REFUND, BankLine.State.SPLIT)
Key = tuple[str, date, Decimal, str]


def _key(line: BankLine) -> Key:
    return line.document, line.day, line.amount, line.currency


def _may_be_one(line: BankLine, other: BankLine) -> bool:
    """Whether nothing says that they are two: the same statement, a line that came later and waits, or another payer."""
    if other.statement_id == line.statement_id:
        return False
    if line.pk and other.pk > line.pk and other.state not in RECORDED:
        return False
    return not (line.payer_tax_id and other.payer_tax_id) or line.payer_tax_id == other.payer_tax_id


def twins_of(lines: Sequence[BankLine]) -> list[list[BankLine]]:
    """Return for each line, written or not, the lines of other statements that look like it, the first one first. One query."""
    asked = [line for line in lines if line.document]
    found: dict[Key, list[BankLine]] = defaultdict(list)
    if asked:
        others = (
            BankLine.objects.filter(
                part=0, document__in={line.document for line in asked}, day__in={line.day for line in asked},
                amount__in={line.amount for line in asked},
            ).exclude(document="").exclude(state=BankLine.State.DUPLICATE)
            .select_related("statement").defer("statement__reading", "statement__unread").order_by("pk")
        )  # fmt: skip
        for other in others:
            found[_key(other)].append(other)
    return [[other for other in found.get(_key(line), []) if _may_be_one(line, other)] for line in lines]


def twin_of(line: BankLine) -> BankLine | None:
    """Return the first line of another statement that looks like this one."""
    return next(iter(twins_of([line])[0]), None)


def surely_one(line: BankLine, other: BankLine) -> bool:
    """Whether two lines that look alike are one movement for sure: the same words, or the same payer about the same sales."""
    if line.purpose and line.purpose == other.purpose:
        return True
    same_payer = bool(line.payer_tax_id) and line.payer_tax_id == other.payer_tax_id
    return same_payer and set(sale_numbers(line.purpose)) == set(sale_numbers(other.purpose))
