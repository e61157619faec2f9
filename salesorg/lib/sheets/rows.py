"""One way to read both formats: rows of text, blank ones left out, none too wide."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from salesorg.lib.sheets.csv_rows import csv_rows
from salesorg.lib.sheets.refusals import FileTooManyColumns
from salesorg.lib.sheets.xlsx_rows import xlsx_rows

MAX_COLUMNS = 200
MAX_CELL = 2000


@dataclass(frozen=True)
class Layout:
    """How to read a file: `format` csv or xlsx; a csv's `encoding` and `delimiter`; whether its first row names columns."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    has_header: bool = True


def read_rows(parts: Iterable[bytes], layout: Layout) -> Iterator[list[str]]:
    """Yield the rows of a file given in parts, the header (if any) first. Refusals: those of a damaged file."""
    if layout.format == "xlsx":
        with tempfile.TemporaryFile() as file:
            for part in parts:
                file.write(part)
            yield from tidy(xlsx_rows(file))
    else:
        yield from tidy(csv_rows(parts, layout.encoding, layout.delimiter))


def data_rows(parts: Iterable[bytes], layout: Layout, *, after: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield (number, cells) of the data rows behind the first `after`; the first data row is number 1."""
    for number, cells in enumerate(read_rows(parts, layout), start=0 if layout.has_header else 1):
        if number > after:
            yield number, cells


def tidy(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Leave out blank rows, cut empty cells at the end and what cannot be stored (NUL and other control characters)."""
    for row in rows:
        cells = [clean(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise FileTooManyColumns
        if cells:
            yield cells


def clean(text: str) -> str:
    """Return the text without control characters and doubled spaces, cut to a storable length."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text[: 2 * MAX_CELL])
    return " ".join(text.split())[:MAX_CELL]


def spooled(file: IO[bytes], size: int = 1 << 20) -> Iterator[bytes]:
    """Yield an open file from its beginning in parts of a megabyte."""
    file.seek(0)
    while part := file.read(size):
        yield part
