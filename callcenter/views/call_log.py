"""The log of calls, phones masked; a call manager sees the own calls only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter.call_log import LogAsked, calls_at, found_calls, log_keys
from callcenter.exporting import export, recorded
from callcenter.labels import disposition_label, reason_label
from callcenter.models import Call
from callcenter.report_forms import CallLogForm
from callcenter.report_links import FiltersUnknown, asked_period, period_links, same_query
from callcenter.report_queries import version_names
from callcenter.report_tables import log_columns, log_table
from callcenter.views.reports import READERS
from salesorg.lib.paging import page_of
from salesorg.people.actions.record_export import ROWS_MOST
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person, refused
from salesorg.people.queries import organisation


@require_safe
@for_roles(*READERS)
def call_log(request: HttpRequest) -> HttpResponse:
    """Fifty calls a page, newest first."""
    viewer, settings, at = person(request), organisation(), timezone.now()
    period = asked_period(request.GET, settings, at)
    form = CallLogForm(request.GET, viewer=viewer)
    form.is_valid()
    asked = form.asked(period)
    page = page_of(request, log_keys(viewer, asked, settings))
    context = {
        "form": form, "page": page, "rows": [_row(call) for call in calls_at(viewer, page.object_list)],
        "period": period, "periods": period_links(request.GET, period), "chips": _chips(request, asked),
        "own": viewer.role == Role.CALL_MANAGER,
        "asked": [(name, value) for name, value in request.GET.items() if name != "page"],
    }  # fmt: skip
    return render(request, "callcenter/call_log.html", context)


@require_POST
@for_roles(*READERS)
def call_log_export(request: HttpRequest) -> HttpResponse:
    """The calls asked for as a file, without phones."""
    viewer, settings, at = person(request), organisation(), timezone.now()
    form = CallLogForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return refused(request, FiltersUnknown())
    asked = form.asked(asked_period(request.POST, settings, at))
    # What is logged while the file is made is not in it: so many rows as were counted.
    calls = found_calls(viewer, asked, settings).filter(at__lte=at)
    rows = calls.values("at").order_by()[: ROWS_MOST + 1].count()
    return export(
        request, what="call_log", columns=log_columns(), rows=rows, filters=recorded(asked),
        table=lambda: log_table(calls, settings), settings=settings, at=at,
    )  # fmt: skip


def _row(call: Call) -> dict[str, Any]:
    phones = [point.masked for point in call.lead.company.contact_points.all() if point.kind == "phone"]
    return {
        "call": call, "phone": phones[0] if phones else "", "result": disposition_label(call.disposition.code),
        "reason": reason_label(call.reason),
    }  # fmt: skip


def _chips(request: HttpRequest, asked: LogAsked) -> list[dict[str, str]]:
    """What a click on a report asked for and has no field here: each can be taken off."""
    named = {
        "reached": _("Reached") if asked.reached else _("Not reached") if asked.reached is not None else "",
        "hour": _("Hour: %(hour)s") % {"hour": f"{asked.hour:02d}:00"} if asked.hour is not None else "",
        "version": version_names([asked.version]).get(asked.version, "—") if asked.version else "",
    }
    return [
        {"label": label, "url": f"?{same_query(request.GET, **{name: ''})}"} for name, label in named.items() if label
    ]  # fmt: skip
