"""Reports: by person, list, script version, hour, result. A call manager sees the own figures only."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter.exporting import export, recorded
from callcenter.report_forms import ReportForm
from callcenter.report_links import FiltersUnknown, asked_period, period_links, same_query
from callcenter.report_queries import SPLITS, Report, report
from callcenter.report_rows import COLUMNS, SHARES, ReportRow, added, in_order
from callcenter.report_tables import report_columns, report_table
from callcenter.report_words import COLUMN_HINTS, COLUMN_NAMES, KEY_NAMES, SPLIT_NAMES
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person, refused
from salesorg.people.queries import organisation

READERS = (Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)
ROWS_SHOWN, BARS_SHOWN = 200, 20
LOG_PARAMETER = {
    "person": "person", "list": "call_list", "version": "version", "hour": "hour", "disposition": "disposition",
}  # fmt: skip


@require_safe
@for_roles(*READERS)
def reports(request: HttpRequest) -> HttpResponse:
    """One report with its chart; every row leads to the calls behind it."""
    viewer, settings, at = person(request), organisation(), timezone.now()
    period = asked_period(request.GET, settings, at)
    form = ReportForm(request.GET, viewer=viewer)
    form.is_valid()
    by, asked = form.by_asked, form.asked(period)
    found = report(viewer, asked, by=by, settings=settings, at=at)
    rows = in_order(found.rows, _sort(form, by))
    log = recorded(asked)
    context = {
        "form": form, "period": period, "by": by, "report": found, "own": viewer.role == Role.CALL_MANAGER,
        "rows": [_line(row, by, log) for row in _shown(rows, found)], "total": _cells(found.total),
        "columns": _columns(request.GET, form, by), "chart": _chart(rows, by, log),
        "splits": [{"label": SPLIT_NAMES[one], "url": f"?{same_query(request.GET, by=one, sort='')}", "active": one == by}
                   for one in SPLITS if one != "person" or "person" in form.fields],
        "periods": period_links(request.GET, period), "key_name": KEY_NAMES[by],
        "log_url": f"{reverse('callcenter:call_log')}?{urlencode(log)}",
        "asked": [(name, value) for name, value in request.GET.items() if name != "page"],
    }  # fmt: skip
    return render(request, "callcenter/reports.html", context)


@require_POST
@for_roles(*READERS)
def report_export(request: HttpRequest) -> HttpResponse:
    """The report as a file, with all of its rows."""
    viewer, settings, at = person(request), organisation(), timezone.now()
    form = ReportForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return refused(request, FiltersUnknown())
    asked = form.asked(asked_period(request.POST, settings, at))
    found = report(viewer, asked, by=form.by_asked, settings=settings, at=at)
    rows = in_order(found.rows, _sort(form, found.by))
    return export(
        request, what=f"calls_by_{found.by}", columns=report_columns(found.by), rows=len(rows),
        filters=recorded(asked), table=lambda: report_table(found, rows, settings), settings=settings, at=at,
    )  # fmt: skip


def _sort(form: ReportForm, by: str) -> str:
    return form.cleaned_data.get("sort") or ("name" if by == "hour" else "-calls")


def _shown(rows: list[ReportRow], found: Report) -> list[ReportRow]:
    """Two hundred rows, and one for all others: the table adds up to its total."""
    if len(rows) <= ROWS_SHOWN:
        return rows
    rest = added("others", _("All others"), rows[ROWS_SHOWN:], found.total.hours)
    return [*rows[:ROWS_SHOWN], rest]


def _line(row: ReportRow, by: str, log: dict[str, Any]) -> dict[str, Any]:
    return {"row": row, "cells": _cells(row), "url": _log_of(row, by, log)}


def _log_of(row: ReportRow, by: str, log: dict[str, Any]) -> str:
    if row.key is None or row.key == "others":
        return ""
    return f"{reverse('callcenter:call_log')}?{urlencode(log | {LOG_PARAMETER[by]: row.key})}"


def _cells(row: ReportRow) -> list[dict[str, Any]]:
    return [
        {"name": COLUMN_NAMES[name], "kind": _kind(name), "value": getattr(row, name)} for name in COLUMNS
    ]


def _kind(name: str) -> str:
    kinds = {"talk": "clock", "wrap_up": "clock", "per_hour": "per_hour"}
    return "percent" if name in SHARES else kinds.get(name, "num")


def _columns(asked: QueryDict, form: ReportForm, by: str) -> list[dict[str, Any]]:
    """The heads of the table: a click sorts, a second one turns the order round."""
    now = _sort(form, by)
    names = {"name": KEY_NAMES[by], **COLUMN_NAMES}
    columns = []
    for name, label in names.items():
        first = name if name == "name" else f"-{name}"
        other = f"-{name}" if name == "name" else name
        columns.append(
            {"label": label, "hint": COLUMN_HINTS.get(name, ""), "is_name": name == "name",
             "url": f"?{same_query(asked, sort=other if now == first else first)}",
             "sorted": "descending" if now == f"-{name}" else "ascending" if now == name else ""}
        )  # fmt: skip
    return columns


def _chart(rows: list[ReportRow], by: str, log: dict[str, Any]) -> dict[str, Any]:
    bars = rows if by == "hour" else rows[:BARS_SHOWN]
    hrefs = [_log_of(row, by, log) for row in bars]
    lying = by != "hour"
    return {
        "type": "bars" if lying else "bar",
        "labels": [row.name for row in bars],
        "series": [
            {"label": _("Calls"), "data": [row.calls for row in bars], "color": "blue", "hrefs": hrefs},
            {"label": _("Reached"), "data": [row.reached for row in bars], "color": "teal", "hrefs": hrefs},
            {"label": _("Booked"), "data": [row.booked for row in bars], "color": "green", "hrefs": hrefs},
        ],
    }  # fmt: skip
