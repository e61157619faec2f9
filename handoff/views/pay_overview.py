"""Commissions of the department for the head of sales and finance."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from handoff.access import SEES_ALL_MONEY
from handoff.queries.pay_overview import PayMonth, pay_overview
from handoff.views.pay_tabs import pay_tabs
from salesorg.people.guards import for_roles
from salesorg.people.pages import person
from salesorg.people.queries import organisation

PEOPLE_SHOWN = 100


@for_roles(*SEES_ALL_MONEY)
@require_safe
@conditional_page
def overview(request: HttpRequest) -> HttpResponse:
    """Earned, closed and paid by month; by person; owed now; agreements that end soon."""
    found = pay_overview(organisation(), timezone.now())
    context = {
        "overview": found,
        "chart": _chart(found.months, found.currency),
        "people": found.people[:PEOPLE_SHOWN],
        "more": max(0, len(found.people) - PEOPLE_SHOWN),
        "tabs": pay_tabs(person(request), "commission_overview"),
    }
    return render(request, "handoff/commission_overview.html", context)


def _chart(months: list[PayMonth], currency: str) -> dict[str, Any]:
    def series(label: str, name: str, color: str, **options: Any) -> dict[str, Any]:
        return {"label": label, "data": [getattr(one, name) for one in months], "color": color, **options}

    return {
        "type": "bar", "stacked": True, "format": "money", "currency": currency,
        "labels": [date_format(one.month, "M Y") for one in months],
        "series": [
            series(_("First sales"), "new", "blue", stack="earned"),
            series(_("Trailing"), "trailing", "green", stack="earned"),
            series(_("Other"), "other", "purple", stack="earned"),
            series(_("Statements closed"), "closed", "orange", type="line"),
            series(_("Paid out"), "paid", "red", type="line", dashed=True),
        ],
    }  # fmt: skip
