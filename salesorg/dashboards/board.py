"""What the board shows, ready to be drawn: tiles, tables and charts out of the figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from callcenter.funnel import STEPS, FunnelRow, call_list_names
from farmers.queries.base import BaseMonth
from salesorg.dashboards.board_funnel import calls_of, cohort_of
from salesorg.dashboards.figures import employees, funnel_rows, ratio, summed
from salesorg.dashboards.revenue import Revenue, RevenueDays, revenue_days
from salesorg.lib.period import Period, months_back
from salesorg.people.models import Organisation
from salesorg.people.queries import names_of

STEP_NAMES: dict[str, str | Promise] = {
    "calls": gettext_lazy("Calls"),
    "reached": gettext_lazy("Reached"),
    "booked": gettext_lazy("Meetings booked"),
    "held": gettext_lazy("Meetings held"),
    "first_sales": gettext_lazy("First sales"),
    "repeat": gettext_lazy("Bought again"),
}
DESKS = {
    "calls": "callcenter:board", "reached": "callcenter:board", "booked": "hunters:desk", "held": "hunters:desk",
    "first_sales": "handoff:desk", "repeat": "farmers:portfolios",
}  # fmt: skip
ROWS_SHOWN = 50


@dataclass(frozen=True)
class Step:
    """A step of the funnel with what share of the step before it (and of the calls) got so far."""

    name: str | Promise
    n: int
    of_step_before: Decimal | None
    of_calls: Decimal | None
    url: str


def steps_of(row: FunnelRow) -> list[Step]:
    """Return the steps of one row, each with its n."""
    numbers = [getattr(row, step) for step in STEPS]
    before = [None, *numbers[:-1]]
    return [
        Step(
            STEP_NAMES[step],
            n,
            ratio(n, was) if was is not None else None,
            ratio(n, row.calls),
            reverse(DESKS[step]),
        )
        for step, n, was in zip(STEPS, numbers, before, strict=True)
    ]


def period_figures(period: Period, *, settings: Organisation, today: date, by_event: bool) -> dict[str, Any]:
    """Return everything of the board that speaks of a period."""
    rows, calls = _led_to(period, settings, by_event), calls_of(period, settings)
    # The key of a row is person and list; of calls either of them.
    by_person = summed([*rows, *calls["person"]], lambda row: row.key[0])
    by_list = summed([*rows, *calls["list"]], lambda row: row.key[-1])
    total = summed(by_person.values(), lambda row: None).get(None, FunnelRow((None,)))
    steps = steps_of(total)
    months = months_back(today, 12)
    days = revenue_days(min(months[0], period.before.first), max(today, period.last), settings)
    staff = employees()
    sold = days.of(period)
    return {
        "period": period,
        "by_event": by_event,
        "steps": steps,
        "funnel_chart": _funnel_chart(steps),
        "by_person": _named(by_person, names_of, _("Without a call of ours")),
        "by_list": _named(by_list, call_list_names, _("Without a call of ours")),
        "sold": sold[0],
        "other_currencies": sold[1:],
        "before": days.of(period.before)[0],
        "growth": _growth(sold[0], days.of(period.before)[0]),
        "employees": staff,
        "per_employee": (sold[0].total / staff).quantize(Decimal("0.01")) if staff else None,
        "revenue_chart": _revenue_chart(days, months, settings.currency),
    }


def _led_to(period: Period, settings: Organisation, by_event: bool) -> list[FunnelRow]:
    """The steps after the call, by person and list."""
    if not by_event:
        return cohort_of(period, settings)
    return funnel_rows(period, settings=settings, by="person_and_list", by_event=True, calls=False)


def _named(sums: dict[Any, FunnelRow], names: Any, unknown: str) -> list[dict[str, Any]]:
    """The rows of a table with their names; beyond fifty one row for all others."""
    known = names([key for key in sums if key is not None])
    shown: list[dict[str, Any]] = [
        {"name": known.get(key, "—") if key is not None else unknown, "row": row, "cells": steps_of(row)}
        for key, row in sums.items()
    ]
    if len(shown) <= ROWS_SHOWN:
        return shown
    others: list[FunnelRow] = [one["row"] for one in shown[ROWS_SHOWN:]]
    rest = summed(others, lambda row: None)[None]
    return [*shown[:ROWS_SHOWN], {"name": _("All others"), "row": rest, "cells": steps_of(rest)}]


def _growth(now: Revenue, before: Revenue) -> dict[str, dict[str, Any]]:
    """By how much each sum differs from as many days before, as a stat tile wants it."""
    found = {}
    for name in ("total", "new", "repeat", "received"):
        this, that = getattr(now, name), getattr(before, name)
        if that > 0:
            change = ((this - that) / that * 100).quantize(Decimal(1))
            sign = "+" if change > 0 else "−" if change < 0 else ""
            trend = "up" if change > 0 else "down" if change < 0 else "flat"
            found[name] = {"delta": f"{sign}{abs(change)} %", "trend": trend}
    return found


def _funnel_chart(steps: list[Step]) -> dict[str, Any]:
    series = {
        "label": _("How many"),
        "data": [step.n for step in steps],
        "hrefs": [step.url for step in steps],
    }
    return {"type": "bars", "labels": [str(step.name) for step in steps], "series": [series]}


def _revenue_chart(days: RevenueDays, months: list[date], currency: str) -> dict[str, Any]:
    sums = days.by_month(months)
    hrefs = [_board_of(month) for month in months]

    def series(label: str, name: str, color: str, **options: Any) -> dict[str, Any]:
        return {
            "label": label,
            "data": [getattr(one, name) for one in sums],
            "color": color,
            "hrefs": hrefs,
            **options,
        }

    return {
        "type": "bar", "stacked": True, "format": "money", "currency": currency,
        "labels": [date_format(month, "M Y") for month in months],
        "series": [
            series(_("New clients"), "new", "blue", stack="sold"),
            series(_("Repeat sales"), "repeat", "green", stack="sold"),
            series(_("Payments received"), "received", "orange", type="line"),
        ],
    }  # fmt: skip


def base_chart(base: list[BaseMonth]) -> dict[str, Any]:
    """The base of clients month by month: how many, how many came, how many were lost."""
    return {
        "type": "bar",
        "labels": [date_format(one.month, "M Y") for one in base],
        "series": [
            {"label": _("Came"), "data": [one.gained for one in base], "color": "green"},
            {"label": pgettext("clients", "Lost"), "data": [one.lost for one in base], "color": "red"},
            {"label": _("Clients"), "data": [one.clients for one in base], "color": "blue", "type": "line",
             "axis": "right"},
        ],
    }  # fmt: skip


def _board_of(month: date) -> str:
    following = (month + timedelta(days=32)).replace(day=1)
    asked = {"from": month.isoformat(), "to": (following - timedelta(days=1)).isoformat()}
    return f"{reverse('dashboards:board')}?{urlencode(asked)}"
