from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from callcenter import verbs
from callcenter.actions.ensure_default_scorecard import ensure_default_scorecard
from callcenter.models import Call, Review
from callcenter.review_sampling import Candidate, Week, choose, samples_due, week_at
from salesorg.clients.actions import record_activity
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import organisation, people_in

# Nobody gains from listening to a call of a month ago: what was not reviewed by then leaves the queue.
EXPIRES_AFTER = timedelta(weeks=3)
# Booked calls that are found late, after the task did not run for a while.
LOOKS_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Picked:
    """How many calls were picked, and how many unreviewed picks were too old."""

    samples: int = 0
    booked: int = 0
    dropped: int = 0

    def __bool__(self) -> bool:
        return bool(self.samples or self.booked or self.dropped)


@transaction.atomic
def pick_reviews(*, at: datetime) -> Picked:
    """Pick the calls to be listened to by rule, and drop what nobody reviewed in three weeks (never what was chosen by hand).

    Of each call manager `reviews_per_week` calls of the week that reached somebody, spread over it (review_sampling.py),
    and if `review_booked_calls` every call that booked a meeting. Run twice it picks nothing twice: the second run waits
    for the first and counts what it took, and a call has one review (`Review.call` is unique).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('callcenter.pick_reviews', 0))")
    settings, people = organisation(), list(people_in(Role.CALL_MANAGER))
    booked = _booked(people, at) if settings.review_booked_calls else []
    picked = Picked(
        booked=_pick(booked, Review.Picked.BOOKED, at),
        samples=_pick(_samples(settings, people, at), Review.Picked.SAMPLE, at),
        dropped=_drop_old(at),
    )
    if picked.samples or picked.booked:
        ensure_default_scorecard(at=at)
    if picked:
        record_activity(
            company=None, actor=None, verb=verbs.REVIEWS_PICKED, at=at, samples=picked.samples,
            booked=picked.booked, dropped=picked.dropped,
        )  # fmt: skip
    return picked


def _booked(people: list[User], at: datetime) -> list[tuple[int, int]]:
    """(call, manager) of the calls that booked a meeting lately and have no review."""
    lately = Call.objects.filter(
        at__gt=at - LOOKS_BACK, at__lte=at, disposition__books=True, review__isnull=True
    )
    return list(lately.filter(manager__in=people).order_by("at").values_list("pk", "manager_id"))


def _samples(settings: Organisation, people: list[User], at: datetime) -> list[tuple[int, int]]:
    """(call, manager) of the samples that are due and were not taken yet."""
    week = week_at(at, settings.working_week)
    due = samples_due(settings.reviews_per_week, week)
    taken = _taken(week, settings) if due else {}
    wanting = [person.pk for person in people if due > taken.get(person.pk, Counter[date]()).total()]
    calls: dict[int, list[Candidate]] = defaultdict(list)
    for pk, manager, called_at in _reached(wanting, week, at):
        calls[manager].append(Candidate(pk, called_at.astimezone(settings.zone).date()))
    return [
        (call, manager)
        for manager, those in calls.items()
        for days in [taken.get(manager, Counter[date]())]
        for call in choose(those, days, due - days.total(), seed=str(week.start.date()))
    ]


def _taken(week: Week, settings: Organisation) -> dict[int, Counter[date]]:
    """Samples of the week's calls by manager and local day, reviewed or not."""
    taken: dict[int, Counter[date]] = defaultdict(Counter)
    samples = Review.objects.filter(
        picked=Review.Picked.SAMPLE, call__at__gte=week.start, call__at__lt=week.end
    )
    for manager, called_at in samples.order_by().values_list("manager_id", "call__at"):
        taken[manager][called_at.astimezone(settings.zone).date()] += 1
    return taken


def _reached(wanting: list[int], week: Week, at: datetime) -> list[tuple[int, int, datetime]]:
    if not wanting:
        return []
    calls = Call.objects.filter(
        manager__in=wanting, at__gte=week.start, at__lt=min(week.end, at), reached=True, review__isnull=True
    )
    return list(calls.order_by().values_list("pk", "manager_id", "at"))


def _pick(calls: list[tuple[int, int]], why: Review.Picked, at: datetime) -> int:
    """Put the calls into the queue; a call that was picked meanwhile stays as it is and does not count."""
    rows = [Review(call_id=call, manager_id=manager, picked=why, picked_at=at) for call, manager in calls]
    Review.objects.bulk_create(rows, ignore_conflicts=True)
    return (
        Review.objects.filter(call__in=[call for call, _ in calls], picked=why, picked_at=at).count()
        if rows
        else 0
    )


def _drop_old(at: datetime) -> int:
    old = Review.objects.filter(reviewed_at__isnull=True, picked_at__lt=at - EXPIRES_AFTER)
    return old.exclude(picked=Review.Picked.CHOSEN).delete()[0]
