"""A table as a CSV or XLSX that is made while it is sent: bounded memory, typed cells, nothing that runs as a formula."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any, Literal, cast
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from salesorg.lib.spreadsheets import safe_cell

Kind = Literal["text", "number", "percent", "seconds", "moment"]
Row = Sequence[Any]
CHUNK = 1000
CELL_MOST = 32_000
FORMATS = {"percent": "0.0%", "seconds": "[h]:mm:ss", "moment": "yyyy-mm-dd hh:mm:ss"}
WIDTHS = {"text": 24, "moment": 20}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: its stable code, its title in the reader's language, and what its cells are."""

    code: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """What goes out. `rows` are read once; moments are written as local times of `zone`."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    zone: ZoneInfo


class _Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table, separator: str) -> Iterator[str]:
    """Yield the CSV in pieces; the byte order mark tells spreadsheets that it is UTF-8.

    With a semicolon decimals have a comma, as spreadsheets expect where the semicolon separates.
    """
    writer = csv.writer(_Line(), delimiter=separator)
    yield "\ufeff" + writer.writerow([safe_cell(column.title) for column in table.columns])
    rows = iter(table.rows)
    while chunk := list(islice(rows, CHUNK)):
        yield "".join(
            writer.writerow(
                [_text(value, column.kind, table.zone, separator)
                 for value, column in zip(row, table.columns, strict=True)]
            )
            for row in chunk
        )  # fmt: skip


def _text(value: Any, kind: Kind, zone: ZoneInfo, separator: str) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if kind == "text":
        return safe_cell(str(value))
    return str(value).replace(".", ",") if separator == ";" and isinstance(value, Decimal) else value


def xlsx_file(table: Table) -> IO[bytes]:
    """Return the XLSX as a temporary file that goes when it is closed; rows are written one by one, never all held."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ILLEGAL_CHARACTERS_RE.sub("", table.name)[:31])
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.kind, 14)
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, column.title) for column in table.columns])
    for row in table.rows:
        sheet.append(
            [_cell(sheet, value, column.kind, table.zone)
             for value, column in zip(row, table.columns, strict=True)]
        )  # fmt: skip
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _head(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, str(safe_cell(title)))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any, kind: Kind, zone: ZoneInfo) -> Any:
    if value is None:
        return None
    if kind == "text":
        return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", str(value))[:CELL_MOST])
    if kind not in FORMATS:
        return value
    if isinstance(value, datetime):
        # Spreadsheets know no time zones: the local wall clock.
        value = value.astimezone(zone).replace(tzinfo=None)
    cell = WriteOnlyCell(sheet, float(value) / 86400 if kind == "seconds" else value)
    cell.number_format = FORMATS[kind]
    return cell


def file_response(table: Table, *, format: str, separator: str, day: date) -> HttpResponse:
    """Return the table as an attachment, `format` csv or xlsx; nothing of it stays on the server."""
    name = f"{table.name}-{day.isoformat()}.{format}"
    headers = {"Cache-Control": "no-store, private"}
    if format == "xlsx":
        file = FileResponse(
            xlsx_file(table), as_attachment=True, filename=name, content_type=XLSX_TYPE, headers=headers
        )
        return cast(HttpResponse, file)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    lines = csv_lines(table, separator)
    return cast(
        HttpResponse, StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
    )
