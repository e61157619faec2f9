"""The first look at a statement: which format, which columns, what its first lines are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from salesorg.lib.sheets.headings import column_names
from salesorg.lib.sheets.opening import layout_of
from salesorg.lib.sheets.rows import Layout, read_rows, spooled
from salesorg.sales.bank.amounts import day_order, decimal_sign
from salesorg.sales.bank.columns import guess_mapping, header_place
from salesorg.sales.bank.one_c import Head, encoding_of, is_one_c, one_c_entries, read_head
from salesorg.sales.bank.refusals import StatementNoHeadings, StatementNoLines

PREAMBLE = 40
SAMPLE = 200
SHOWN = 10
SHOWN_CELL = 120


@dataclass(frozen=True)
class Looked:
    """What a file is. Of a table: its `columns` (guessed as `mapping`), where its headings stand, its first `rows`."""

    layout: Layout
    columns: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    header_at: int = 0
    decimal: str = ""
    order: str = "dmy"
    rows: list[list[str]] = field(default_factory=list)
    head: Head = field(default_factory=Head)


def look_at(file: IO[bytes], country: str, max_bytes: int) -> Looked:
    """Return what the file is, having read it so far as to say so. Refusals: every `FileRefused`."""
    layout, _count = layout_of(file, country, max_bytes)
    file.seek(0)
    beginning = file.read(4096)
    if is_one_c(beginning):
        return _one_c(file, encoding_of(beginning, layout.encoding))
    if layout.encoding.startswith("utf-16") and is_one_c(
        beginning.decode(layout.encoding, "ignore").lstrip("\ufeff").encode()
    ):
        return _one_c(file, layout.encoding)
    return _table(file, layout, country)


def _one_c(file: IO[bytes], encoding: str) -> Looked:
    head = read_head(spooled(file), encoding)
    if not any(True for _ in islice(one_c_entries(spooled(file), encoding, head.accounts), 1)):
        raise StatementNoLines
    return Looked(Layout("1c", encoding), head=head)


def _table(file: IO[bytes], layout: Layout, country: str) -> Looked:
    """A CSV is read to its end, so that a quote left open far below shows at once; of an XLSX the beginning will do."""
    rows = read_rows(spooled(file), layout)
    first = list(islice(rows, PREAMBLE + SAMPLE))
    if layout.format == "csv":
        _exhaust(rows)
    place = header_place(first[:PREAMBLE])
    if place is None:
        raise StatementNoHeadings
    below = first[place + 1 :]
    if not below:
        raise StatementNoLines
    header = first[place]
    width = max(len(header), *(len(row) for row in below))
    columns = column_names([*header, *[""] * (width - len(header))])
    mapping = guess_mapping(columns)
    return Looked(
        layout, columns, mapping, place, decimal_sign(_cells(below, columns, mapping, ("amount", "credit", "debit"))),
        day_order(_cells(below, columns, mapping, ("day",)), country),
        [[cell[:SHOWN_CELL] for cell in row] for row in below[:SHOWN]],
    )  # fmt: skip


def _exhaust(rows: Iterable[object]) -> None:
    for _row in rows:
        pass


def _cells(
    rows: list[list[str]], columns: list[str], mapping: dict[str, str], fields: tuple[str, ...]
) -> list[str]:
    places = [place for place, name in enumerate(columns) if mapping[name] in fields]
    return [row[place] for row in rows for place in places if place < len(row)]
