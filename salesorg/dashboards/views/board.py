"""The department's board: what became of a period, and how the department stands now. The head of sales reads it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from farmers.queries import farmer_loads, hiring_signal
from farmers.queries.base import client_base
from handoff.queries import commissions_owed, late_handoffs
from salesorg.dashboards.board import base_chart, period_figures
from salesorg.dashboards.figures import staffing_norms
from salesorg.lib.period import CHOICES, months_back, period_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.queries import organisation

LATE_SHOWN = 8
FARMERS_SHOWN = 20


@require_safe
@for_roles(Role.SALES_HEAD)
@conditional_page
def board(request: HttpRequest) -> HttpResponse:
    """The whole board; `?part=period` is the live part that speaks of the chosen period."""
    settings = organisation()
    today = timezone.now().astimezone(settings.zone).date()
    period = period_of(request.GET.dict(), today)
    by_event = request.GET.get("count") == "event"
    context = period_figures(period, settings=settings, today=today, by_event=by_event) | {
        "choices": [
            {"label": label, "url": _link(name, by_event), "active": name == period.name}
            for name, label in CHOICES.items()
            if name != "custom"
        ],
        "ways": _ways(request, by_event),
        "today": today,
        "live_url": f"{reverse('dashboards:board')}?{_same(request, part='period')}",
        "organisation": settings,
    }
    part = request.GET.get("part") == "period" and request.headers.get("HX-Request") == "true"
    return render(request, "dashboards/_board_period.html" if part else "dashboards/board.html", context)


def _link(name: str, by_event: bool) -> str:
    return f"?{urlencode({'period': name} | ({'count': 'event'} if by_event else {}))}"


def _same(request: HttpRequest, **changes: str) -> str:
    """The page's query string with some parameters changed ('' leaves one out)."""
    asked = {
        name: value for name, value in request.GET.dict().items() if name in ("period", "from", "to", "count")
    }
    return urlencode({name: value for name, value in (asked | changes).items() if value})


def _ways(request: HttpRequest, by_event: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("By calls of the period"), "url": f"?{_same(request, count='')}", "active": not by_event},
        {"label": _("By date of event"), "url": f"?{_same(request, count='event')}", "active": by_event},
    ]


@require_safe
@for_roles(Role.SALES_HEAD)
@conditional_page
def board_now(request: HttpRequest) -> HttpResponse:
    """How the department stands now: norms, portfolios, late handoffs, commissions; a page of its own without htmx."""
    settings, now = organisation(), timezone.now()
    today = now.astimezone(settings.zone).date()
    loads = farmer_loads(at=now, settings=settings)
    signal = hiring_signal(at=now, loads=loads, settings=settings)
    late = list(late_handoffs(now).select_related("company", "hunter", "farmer")[: LATE_SHOWN + 1])
    context = {
        "norms": staffing_norms(settings=settings, at=now, loads=loads, signal=signal),
        "loads": sorted(loads, key=lambda load: (-load.neglected, -load.load))[:FARMERS_SHOWN],
        "loads_more": max(0, len(loads) - FARMERS_SHOWN),
        "signal": signal,
        "late": late[:LATE_SHOWN],
        "late_more": len(late) > LATE_SHOWN,
        "owed": commissions_owed(),
        "base_chart": base_chart(client_base(since=months_back(today, 12)[0], until=today)),
        "neglected": sum(load.neglected for load in loads),
        "organisation": settings,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "dashboards/_board_now.html" if part else "dashboards/board_now.html", context)
