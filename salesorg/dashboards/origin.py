"""Who called, who met and sold, who was given the client: the line of people of one company, with dates."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import callcenter.verbs
from salesorg.clients.models import Activity, Company, Ownership
from salesorg.clients.queries import owners_of

CALLS = _("Call centre")


@dataclass(frozen=True)
class Station:
    """One person's part of the way; `until` is None for the present one and for the call."""

    stage: str | Promise
    icon: str
    name: str
    since: datetime
    until: datetime | None
    current: bool


def line_of_owners(company: Company) -> list[Station]:
    """Return the stations of a company in order: the call that led on, then every period of responsibility."""
    periods = list(owners_of(company))
    called = _call_before(company, periods[0].started_at if periods else None)
    caller = called.actor if called else None
    stations = [Station(CALLS, "headset", caller.name, called.at, None, False)] if called and caller else []
    return stations + [_station(period) for period in periods]


def _call_before(company: Company, moment: datetime | None) -> Activity | None:
    """The last call until the first hunter had it: the one that booked the meeting; before that the last one made."""
    calls = Activity.objects.filter(company=company, verb=callcenter.verbs.CALL_LOGGED, actor__isnull=False)
    if moment is not None:
        calls = calls.filter(at__lte=moment)
    return calls.select_related("actor").order_by("-at", "-id").first()


def _station(period: Ownership) -> Station:
    icon = "target-arrow" if period.stage == Ownership.Stage.HUNTING else "plant-2"
    current = period.ended_at is None
    return Station(
        period.get_stage_display(), icon, period.owner.name, period.started_at, period.ended_at, current
    )
