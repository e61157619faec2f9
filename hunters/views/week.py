"""The calendar of a week, drawn by the server: a table that everybody can read."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from hunters import queries
from hunters.forms import MeetingFilter
from hunters.views.desk import HEADS, READERS, tabs
from hunters.week_grid import monday_of, week_days, week_grid
from salesorg.people.guards import for_roles
from salesorg.people.pages import person
from salesorg.people.queries import organisation

MOST = 400


@for_roles(*READERS)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Meetings of the week of `day` (viewer's zone); heads see everybody's or one hunter's."""
    viewer, monday, org = person(request), _monday(request), organisation()
    zone = timezone.get_current_timezone()
    start = datetime.combine(monday, datetime.min.time(), zone)
    end = datetime.combine(monday + timedelta(days=7), datetime.min.time(), zone)
    found = queries.meetings_between(viewer, start, end)
    form = MeetingFilter(request.GET)
    if form.is_valid() and form.cleaned_data["hunter"]:
        found = found.filter(hunter=form.cleaned_data["hunter"])
    items: list[tuple[datetime, Any]] = [(timezone.localtime(each.starts_at), each) for each in found[:MOST]]
    days = week_days(monday, [begins.date() for begins, _ in items])
    context = {
        "days": days, "rows": week_grid(days, items, org.opens_at.hour, org.closes_at.hour), "tabs": tabs(request),
        "today": timezone.localdate(), "now": timezone.now(), "monday": monday, "sunday": monday + timedelta(days=6),
        "before": _link(request, monday - timedelta(days=7)), "after": _link(request, monday + timedelta(days=7)),
        "this_week": reverse("hunters:week"), "form": form, "heads": viewer.is_in(*HEADS), "zone": zone,
    }  # fmt: skip
    return render(request, "hunters/week.html", context)


def _monday(request: HttpRequest) -> date:
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    if asked is None or not 1970 < asked.year < 9000:
        asked = timezone.localdate()
    return monday_of(asked)


def _link(request: HttpRequest, monday: date) -> str:
    query = request.GET.copy()
    query["day"] = monday.isoformat()
    return f"{reverse('hunters:week')}?{query.urlencode()}"
