"""A closed statement as a workbook: facts and sums on one sheet, every line on the other. Nothing in it runs as a formula."""

import tempfile
from collections.abc import Iterable
from typing import IO, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from handoff.models import Accrual, Statement
from handoff.queries import KindSum
from handoff.statement_rows import SheetRow
from salesorg.lib.spreadsheets import safe_cell
from salesorg.people.models import Organisation

MONEY, RATE, DAY, MOMENT = "#,##0.00", "0.00%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
WIDTHS = (12, 20, 32, 16, 20, 14, 10, 10, 28, 32, 14, 10)


def statement_book(
    statement: Statement, kinds: list[KindSum], rows: Iterable[SheetRow], org: Organisation
) -> IO[bytes]:
    """Return the XLSX as a temporary file that goes when it is closed; lines are written one by one, never all held."""
    book = Workbook(write_only=True)
    _facts(book, statement, kinds, org)
    _lines(book, statement, rows)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _facts(book: Workbook, one: Statement, kinds: list[KindSum], org: Organisation) -> None:
    sheet: Any = book.create_sheet(_text(_("Statement"))[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 36
    facts = [
        (_("Organisation"), _text(org.name)),
        (_("Number"), _text(one.number)),
        (_("Person"), _text(one.person.name)),
        (_("Month"), _text(date_format(one.month, "YEAR_MONTH_FORMAT"))),
        (_("Closed"), _as(sheet, one.closed_at.astimezone(org.zone).replace(tzinfo=None), MOMENT)),
        (_("Closed by"), _text(one.closed_by.name)),
        (
            _("Paid"),
            _as(sheet, one.paid_at.astimezone(org.zone).replace(tzinfo=None), MOMENT) if one.paid_at else "",
        ),
        (_("Currency"), one.currency),
    ]
    for name, value in facts:
        sheet.append([_bold(sheet, name), value])
    sheet.append([])
    sheet.append([_bold(sheet, title) for title in (_("What for"), _("Lines"), _("Amount"))])
    for kind in kinds:
        sheet.append([_text(kind.label), kind.n, _as(sheet, kind.total, MONEY)])
    sheet.append([_bold(sheet, _("Total")), one.lines_count, _as(sheet, one.total, MONEY, bold=True)])


def _lines(book: Workbook, one: Statement, rows: Iterable[SheetRow]) -> None:
    sheet: Any = book.create_sheet(_text(_("Lines"))[:31])
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJKL"[place]].width = width
    sheet.freeze_panes = "A2"
    titles = (_("Date"), _("What for"), _("Client"), _("Sale"), _("Payment"), _("Received"), _("Currency"), _("Rate"),
              _("Commission plan"), _("Note"), _("Commission"), _("Currency"))  # fmt: skip
    sheet.append([_bold(sheet, title) for title in titles])
    labels = {kind.value: _text(str(kind.label)) for kind in Accrual.Kind}
    for row in rows:
        sheet.append([
            _as(sheet, row.day, DAY), labels[row.kind], _text(row.client), _text(row.sale), _text(row.payment),
            _as(sheet, row.base, MONEY), row.base_currency, _as(sheet, row.rate, RATE), _text(row.plan), _text(row.note),
            _as(sheet, row.amount, MONEY), one.currency,
        ])  # fmt: skip


def _text(words: str) -> str:
    """Words without what a workbook cannot hold, and without the beginning of a formula."""
    return str(safe_cell(ILLEGAL_CHARACTERS_RE.sub("", words)))


def _bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, _text(words))
    cell.font = Font(bold=True)
    return cell


def _as(sheet: Any, value: Any, number_format: str, *, bold: bool = False) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    cell.font = Font(bold=bold)
    return cell
