"""The bank's lines as a table that goes out as a file."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from salesorg.lib.table_files import Column, Row, Table
from salesorg.people.models import Organisation
from salesorg.sales.models import BankLine


def line_columns() -> list[Column]:
    """Return the columns, titled in the reader's language."""
    return [
        Column("day", _("Day")), Column("amount", _("Amount"), "number"), Column("currency", _("Currency")),
        Column("payer", _("Payer")), Column("payer_tax_id", _("Tax id")), Column("document", _("Document number")),
        Column("purpose", _("Purpose of payment")), Column("state", _("State")), Column("why", _("Why")),
        Column("sale", _("Sale")), Column("company", _("Client")), Column("external_id", _("External id")),
        Column("file", _("Bank statement")), Column("line", _("Line"), "number"),
    ]  # fmt: skip


def lines_table(lines: QuerySet[BankLine], settings: Organisation) -> Table:
    """Return the table of these lines, read while it is sent."""
    states = {code: str(label) for code, label in BankLine.State.choices}
    reasons = {code: str(label) for code, label in BankLine.Why.choices}
    return Table("bank-lines", line_columns(), _rows(lines, states, reasons), settings.zone)


def _rows(lines: QuerySet[BankLine], states: dict[str, str], reasons: dict[str, str]) -> Iterator[Row]:
    for line in lines.iterator(1000):
        sale = line.payment.sale if line.payment else None
        yield [
            line.day.isoformat(), line.amount, line.currency, line.payer, line.payer_tax_id, line.document, line.purpose,
            states[line.state], reasons.get(line.why, ""), sale.number if sale else "", sale.company.name if sale else "",
            line.external_id, line.statement.file_name, line.number,
        ]  # fmt: skip
