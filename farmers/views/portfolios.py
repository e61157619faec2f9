"""The head's page: who has how much to do, whether the department must grow, who is neglected, who waits for a farmer."""

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from farmers import queries
from farmers.hiring import HiringSignal
from farmers.models import Account
from farmers.neglect import local_day
from farmers.queries import FarmerLoad
from farmers.urgency import Mark, marks_of
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role
from salesorg.people.pages import person
from salesorg.people.queries import organisation

LISTED = 25


@dataclass(frozen=True)
class Line:
    """One farmer as the page shows one."""

    load: FarmerLoad
    state: Mark
    color: str

    @property
    def query(self) -> str:
        """The portfolio narrowed to this farmer."""
        return f"?farmer={self.load.farmer.pk}"


@require_safe
@for_roles(Role.FARMERS_HEAD, Role.SALES_HEAD)
def portfolios(request: HttpRequest) -> HttpResponse:
    """The whole page, or its living part with an ETag for the poll."""
    me, now, settings = person(request), timezone.now(), organisation()
    today = local_day(now, settings.zone)
    loads = queries.farmer_loads(at=now, settings=settings)
    signal = queries.hiring_signal(at=now, loads=loads, settings=settings)
    neglected = _listed(queries.portfolio(me, today=today, asked={"show": "neglected"}))
    waiting = _listed(queries.portfolio(me, today=today, asked={"show": "queue"}))
    for account in (*neglected, *waiting):
        account.marks = marks_of(account, today=today, at=now)  # type: ignore[attr-defined]
    # Most in need of the head first.
    page = page_of(request, sorted(loads, key=lambda load: (-load.neglected, -load.load)), size=LISTED)
    context = {
        "page": page,
        "lines": [_line(load, settings) for load in page.object_list],
        "signal": signal,
        "sentence": hiring_sentence(signal),
        "settings": settings,
        "need": signal.pace_per_week * settings.hiring_ramp_weeks,
        "neglected": neglected,
        "neglected_count": sum(load.neglected for load in loads),
        "waiting": waiting,
        "heads": me.is_in(Role.FARMERS_HEAD),
        "listed": LISTED,
    }
    if request.headers.get("HX-Target") != "portfolios_live":
        return render(request, "farmers/portfolios.html", context)
    return _with_etag(request, render(request, "farmers/_portfolios_live.html", context))


def _listed(found: QuerySet[Account]) -> list[Account]:
    return list(found.select_related("company", "service_level", "farmer")[:LISTED])


def hiring_sentence(signal: HiringSignal) -> str:
    """The signal as the head of sales reads it."""
    if not signal.hire:
        return _("The client department has room enough; nobody need be hired now.")
    return ngettext(
        "The client department must grow by %(n)s farmer.",
        "The client department must grow by %(n)s farmers.",
        signal.hire,
    ) % {"n": signal.hire}


def _line(load: FarmerLoad, settings: Organisation) -> Line:
    state = _state(load, settings)
    return Line(load=load, state=state, color=state.color if state.color in ("red", "yellow") else "green")


def _state(load: FarmerLoad, settings: Organisation) -> Mark:
    """A farmer's state in words; the reason is the rule itself (product.md 6, «Load»)."""
    if not load.present:
        return Mark(_("Absent today: new clients go to others"), "secondary", "plane-departure")
    if load.full:
        return Mark(_("Portfolio full: takes no more clients"), "red", "battery-4")
    if load.overloaded:
        return Mark(_("Overloaded: nearly full and neglecting clients"), "red", "alert-triangle")
    if load.idle:
        return Mark(_("Idle: neglects clients although there is room"), "yellow", "zzz")
    return Mark(_("Takes new clients"), "green", "circle-check")


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    response.headers["ETag"] = tag
    return response
