"""The hunter's day: what is owed, what is next, the week, the list."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hunters import queries
from hunters.forms import MeetingFilter
from hunters.models import Meeting
from hunters.views.feed import feed_url
from salesorg.lib.paging import CappedPaginator
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

READERS = (Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD)
HEADS = (Role.HUNTERS_HEAD, Role.SALES_HEAD)
PAGE = 50


@for_roles(*READERS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Outcomes owed first, then today and what comes next; for heads of everybody, with the load of each hunter."""
    viewer, at, org = person(request), timezone.now(), organisation()
    since = queries.month_start(at, org.zone)
    upcoming = list(queries.upcoming_meetings(viewer, at)[:40])
    today = at.astimezone(org.zone).date()
    context = {
        "owed": queries.meetings_awaiting_outcome(viewer, at)[:20],
        "days": by_day(upcoming),
        "upcoming": upcoming,
        "figures": queries.figures(viewer, since, at + timedelta(days=1)),
        "urgent": urgent_deals(viewer, at, today),
        "today": today,
        "org": org,
        "tabs": tabs(request),
        "loads": queries.hunter_loads(at, org.zone) if viewer.is_in(*HEADS) else None,
        "feed": feed_url(request, viewer) if viewer.is_in(Role.HUNTER) else "",
    }
    return render(request, "hunters/desk.html", context)


def urgent_deals(viewer: User, at: datetime, today: date) -> Any:
    """Open deals whose next step is due, or that rot; the most overdue first. One query."""
    deals = queries.with_rotting(queries.deals_visible_to(viewer).filter(state="open"), at)
    return deals.filter(Q(next_step_on__lte=today) | Q(is_rotting=True)).order_by("next_step_on", "pk")[:8]


def by_day(meetings: list[Meeting]) -> list[tuple[date, list[Meeting]]]:
    """Group meetings by the viewer's local day."""
    days: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        days[timezone.localtime(meeting.starts_at).date()].append(meeting)
    return sorted(days.items())


@for_roles(*READERS)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """All visible meetings, filtered, newest first."""
    form, org = MeetingFilter(request.GET), organisation()
    found = queries.meetings_visible_to(person(request)).order_by("-starts_at", "-pk")
    if form.is_valid():
        found = filtered(found, form.cleaned_data, org)
    page = CappedPaginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "tabs": tabs(request),
        "heads": person(request).is_in(*HEADS),
        "now": timezone.now(),
    }
    return render(request, "hunters/meetings.html", context)


def filtered(found: Any, wanted: dict[str, Any], org: Organisation) -> Any:
    """Narrow meetings by state, hunter and the organisation's days."""
    if wanted["state"] == "owed":
        found = found.filter(state="scheduled", ends_at__lte=timezone.now())
    elif wanted["state"]:
        found = found.filter(state=wanted["state"])
    if wanted["hunter"]:
        found = found.filter(hunter=wanted["hunter"])
    if wanted["start"]:
        found = found.filter(starts_at__gte=datetime.combine(wanted["start"], datetime.min.time(), org.zone))
    if wanted["end"]:
        after = wanted["end"] + timedelta(days=1)
        found = found.filter(starts_at__lt=datetime.combine(after, datetime.min.time(), org.zone))
    return found


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The three views of meetings."""
    views = [
        ("hunters:desk", _("My day"), "sun"), ("hunters:week", _("Week"), "calendar-week"),
        ("hunters:meetings", _("All meetings"), "list"),
    ]  # fmt: skip
    return [
        {"label": label, "url": reverse(name), "icon": icon, "active": request.path == reverse(name)}
        for name, label, icon in views
    ]
