"""The first look at an uploaded file: may it be read, how, and what do its columns hold."""

from dataclasses import dataclass
from typing import IO

from callcenter.sheets.columns import looks_like_header
from callcenter.sheets.refusals import FileNoColumns, FileNoRows
from callcenter.sheets.rows import Layout, read_rows, spooled
from salesorg.lib.sheets.headings import column_names
from salesorg.lib.sheets.opening import layout_of

SAMPLE_ROWS = 10
SAMPLE_CELL = 120


@dataclass(frozen=True)
class Inspected:
    """`columns` by name, the first `rows` (cells cut short), and how many data rows there are (XLSX: roughly)."""

    layout: Layout
    columns: list[str]
    rows: list[list[str]]
    count: int


def inspect_file(file: IO[bytes], region: str, max_bytes: int) -> Inspected:
    """Return what the file is. Refusals: every `FileRefused`; hostile files are told within a second."""
    layout, rows_in_sheet = layout_of(file, region, max_bytes)
    return _look(file, layout, region, rows_in_sheet)


def _look(file: IO[bytes], layout: Layout, region: str, rows_in_sheet: int | None = None) -> Inspected:
    """Read an XLSX's first rows only (it is slow), a CSV to its end: a quote left open far below shows at once."""
    first: list[list[str]] = []
    count = 0
    for row in read_rows(spooled(file), layout):
        count += 1
        if len(first) <= SAMPLE_ROWS:
            first.append(row)
        elif rows_in_sheet is not None:
            count = max(rows_in_sheet, count)
            break
    if not first:
        raise FileNoColumns
    has_header = looks_like_header(first[0], region)
    if has_header and count == 1:
        raise FileNoRows
    width = max(map(len, first))
    header = first[0] if has_header else []
    columns = column_names([*header, *[""] * (width - len(header))])
    rows = [[cell[:SAMPLE_CELL] for cell in row] for row in first[has_header : SAMPLE_ROWS + has_header]]
    final = Layout(layout.format, layout.encoding, layout.delimiter, has_header)
    return Inspected(final, columns, rows, count - has_header)
