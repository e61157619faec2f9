"""What the desk of a call manager asks beside the lead in hand: breaks, callbacks that come up, the state of the moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from callcenter.models import Break, Claim, Lead, ScriptVersion
from callcenter.queries import callbacks_of
from salesorg.lib.prepared import Prepared
from salesorg.people.models import User
from salesorg.people.queries import organisation

SHOWN = 3
# Asked for by every page of a call manager, for the navigation: one look.
COMING_UP = Prepared(
    "callbacks_coming_up",
    """
    SELECT count(*) FROM callcenter_lead lead, people_organisation org
    WHERE lead.state = 'callback' AND lead.callback_owner_id = %(me)s
        AND lead.due_at <= clock_timestamp() + make_interval(mins => org.callback_reminder_minutes)
    """,
    me="bigint",
)


@dataclass(frozen=True)
class Pulse:
    """What changes while a call manager works: the claim in hand (other tabs, the exchange), callbacks that come up."""

    claim: Claim | None
    coming_up: list[Lead]


def pulse_of(person: User, at: datetime) -> Pulse:
    """Return the state of the moment; `coming_up`: own callbacks that are due or will be within the reminder, the first few."""
    held = Claim.objects.filter(manager=person, ended_at__isnull=True, expires_at__gt=at).first()
    soon = at + timedelta(minutes=organisation().callback_reminder_minutes)
    due = callbacks_of(person).filter(due_at__lte=soon)
    return Pulse(held, list(due[:SHOWN]))


def coming_up(person: User) -> int:
    """Return how many own callbacks are due or will be within the reminder."""
    return int(COMING_UP.one(me=person.pk)[0])


def breaks_of(person: User) -> QuerySet[Break]:
    """Return one's own breaks, newest first."""
    return Break.objects.filter(person=person)


def breaks_of_day(person: User, at: datetime) -> list[Break]:
    """Return the breaks of the organisation's local day of `at`, the latest first; one that is still open always."""
    start = at.astimezone(organisation().zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(ended_at__isnull=True) | Q(ended_at__gt=start, started_at__gt=start - timedelta(days=1))
    return list(breaks_of(person).filter(today))


def script_version_for(lead: Lead) -> ScriptVersion | None:
    """Return the version that the queue would give to this lead: the challenger for its share of the leads."""
    published = ScriptVersion.objects.filter(script=lead.call_list.script, is_published=True)
    # As in the statement of claiming.py: each lead always gets the same one.
    place = lead.pk * 7919 % 100
    fitting = [one for one in published if not one.is_challenger or place < one.share]
    return max(fitting, key=lambda one: one.is_challenger, default=None)
