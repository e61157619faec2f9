"""A row of a statement's table as a line of money, or the reason why it is none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from salesorg.lib.money import ZERO
from salesorg.lib.sheets.rows import Layout, read_rows
from salesorg.sales.bank.amounts import parse_amount, parse_day
from salesorg.sales.bank.columns import SKIP
from salesorg.sales.bank.line import NO_AMOUNT, NO_DAY, BankEntry

_OUT = re.compile(
    r"^(д(еб(ет)?|т)?|расход|спис\w*|исход\w*|deb(it)?|dr?|out(going)?|withdrawal)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class TableLayout:
    """How to read a table: at which row its headings stand, what its columns are, which sign and order it uses."""

    columns: Sequence[str]
    mapping: Mapping[str, str]
    header_at: int
    decimal: str
    order: str
    currency: str


def table_entries(parts: Iterable[bytes], layout: Layout, table: TableLayout) -> Iterator[BankEntry]:
    """Yield the rows below the headings, counted from 1. Rows with neither day nor amount (totals, signatures) are passed
    over; they count all the same, so that a number is a place in the file."""
    reader = _Reader(table)
    for place, cells in enumerate(read_rows(parts, layout)):
        if place > table.header_at and (entry := reader.read(place - table.header_at, cells)):
            yield entry


class _Reader:
    def __init__(self, table: TableLayout) -> None:
        self.table = table
        self.places = {
            field: place
            for place, name in enumerate(table.columns)
            if (field := table.mapping.get(name, SKIP)) != SKIP
        }

    def read(self, number: int, cells: Sequence[str]) -> BankEntry | None:
        """One row; None for one that is not meant to be a movement."""

        def cell(field: str) -> str:
            place = self.places.get(field)
            return cells[place] if place is not None and place < len(cells) else ""

        day = parse_day(cell("day"), self.table.order)
        amount = self._amount(cell)
        if day is None and not (any(map(str.isdigit, cell("day"))) and amount):
            return None
        incoming = amount is None or amount > 0
        side = "payer" if incoming or "payee" not in self.places else "payee"
        tax_side = side if f"{side}_tax_id" in self.places else "payer"
        return BankEntry(
            number=number, day=day, amount=amount or ZERO,
            currency=currency_code(cell("currency")) or self.table.currency, payer=cell(side),
            payer_tax_id=re.sub(r"\s", "", cell(f"{tax_side}_tax_id")), account=re.sub(r"\s", "", cell("account")),
            document=cell("document"), purpose=cell("purpose"), bank_id=cell("bank_id"),
            wrong=NO_DAY if day is None else "" if amount else NO_AMOUNT,
        )  # fmt: skip

    def _amount(self, cell) -> Decimal | None:  # type: ignore[no-untyped-def]
        """The signed amount; with two columns the one that is filled, whatever sign it bears."""
        credit, debit = (parse_amount(cell(field), self.table.decimal) for field in ("credit", "debit"))
        if credit and debit:
            return None
        if credit:
            return credit
        if debit:
            return -abs(debit)
        amount = parse_amount(cell("amount"), self.table.decimal)
        if amount and _OUT.match(cell("direction")):
            return -abs(amount)
        return amount


def currency_code(text: str) -> str:
    """Return a currency's code by what a statement calls it, or an empty string."""
    plain = text.strip().upper().rstrip(".")
    if re.fullmatch(r"[A-Z]{3}", plain):
        return "RUB" if plain == "RUR" else plain
    known = {"РУБ": "RUB", "РУБЛЬ": "RUB", "₽": "RUB", "$": "USD", "€": "EUR", "£": "GBP", "810": "RUB", "643": "RUB",
             "840": "USD", "978": "EUR"}  # fmt: skip
    return known.get(plain, "")


def preview_entries(rows: Iterable[Sequence[str]], table: TableLayout) -> list[BankEntry]:
    """Return what the first rows below the headings would become."""
    reader = _Reader(table)
    return [entry for number, cells in enumerate(rows, start=1) if (entry := reader.read(number, cells))]
