"""Taking a table out as a file: who may is asked and the export recorded before its first byte is made."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from salesorg.lib.refusals import ActionRefused
from salesorg.lib.table_files import Column, Table, file_response
from salesorg.people.actions import record_export
from salesorg.people.models import Organisation
from salesorg.people.pages import person, refused

SEPARATORS = {"semicolon": ";", "comma": ","}


def export(
    request: HttpRequest, *, what: str, columns: list[Column], rows: int, filters: dict[str, Any],
    table: Callable[[], Table], settings: Organisation, at: datetime,
) -> HttpResponse:  # fmt: skip
    """Record the export and answer with its file: POST `format` csv or xlsx, `separator` semicolon or comma.

    Without a word about it the separator is the one of the reader's language. Refused: 403 without the permission, 422
    for too many rows, each with a sentence.
    """
    format = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
    try:
        record_export(
            actor=person(request), what=what, format=format, filters=filters,
            columns=[column.code for column in columns], rows=rows, at=at,
        )  # fmt: skip
    except ActionRefused as refusal:
        if refusal.code == "export_not_allowed":
            return render(request, "refused.html", {"refusal": refusal, "back": "/"}, status=403)
        return refused(request, refusal)
    day = at.astimezone(settings.zone).date()
    return file_response(table(), format=format, separator=_separator(request), day=day)


def _separator(request: HttpRequest) -> str:
    asked = SEPARATORS.get(request.POST.get("separator", ""))
    return asked or (";" if (get_language() or "en").startswith("ru") else ",")
