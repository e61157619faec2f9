"""A closed statement as a file to take away: who may is asked and it is recorded before its first byte is made."""

from datetime import datetime
from typing import cast

from django.http import FileResponse, HttpResponse

from handoff.actions import record_statement_file
from handoff.models import Statement
from handoff.queries import sums_by_kind
from handoff.statement_book import statement_book
from handoff.statement_paper import statement_paper
from handoff.statement_rows import sheet_rows
from salesorg.lib.table_files import XLSX_TYPE
from salesorg.people.models import User
from salesorg.people.queries import organisation

MAKERS = {"pdf": (statement_paper, "application/pdf"), "xlsx": (statement_book, XLSX_TYPE)}


def statement_file(*, actor: User, statement: Statement, format: str, at: datetime) -> HttpResponse:
    """Answer with the statement as `format` (pdf, xlsx) in the reader's language; its name is its number."""
    record_statement_file(actor=actor, statement=statement, format=format, at=at)
    make, content_type = MAKERS[format]
    org = organisation()
    file = make(statement, sums_by_kind(statement), sheet_rows(statement, org), org)
    answer = FileResponse(
        file, as_attachment=True, filename=f"{statement.number}.{format}", content_type=content_type,
        headers={"Cache-Control": "no-store, private"},
    )  # fmt: skip
    return cast(HttpResponse, answer)
