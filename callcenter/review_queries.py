"""Reads of the quality control: the queue, one review, the calls to choose from. The trend: review_trend.py."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from callcenter.models import Call, Criterion, PhoneCall, Review, Scorecard
from callcenter.queries import calls_visible_to
from callcenter.script_text import NO_ANSWER, answers_in_words
from salesorg.people.models import User
from salesorg.people.queries import organisation

CHOOSE_FROM = timedelta(days=30)


def reviews_visible_to(person: User) -> QuerySet[Review]:
    """Return the reviews this person may see, those to be made first, then the newest."""
    found = Review.objects.visible_to(person).select_related(
        "manager", "reviewer", "call__lead__company", "call__disposition"
    )
    # NULLs come first in this order, as the index has them.
    return found.order_by("-reviewed_at", "-id")


def due_reviews(person: User) -> QuerySet[Review]:
    """Return the calls that wait to be reviewed, the longest waiting first."""
    return reviews_visible_to(person).filter(reviewed_at__isnull=True).order_by("picked_at", "id")


def made_reviews(person: User) -> QuerySet[Review]:
    """Return the reviews that were made, newest first."""
    return reviews_visible_to(person).filter(reviewed_at__isnull=False)


def answers_to_read(person: User) -> QuerySet[Review]:
    """Return reviews whose answer nobody read yet, the oldest answer first."""
    unread = reviews_visible_to(person).filter(answered_at__isnull=False, answer_read_at__isnull=True)
    return unread.order_by("answered_at", "id")


def next_due(person: User, after: Review) -> Review | None:
    """Return the next call to review behind this one, or else the first one that waits."""
    due = due_reviews(person).exclude(pk=after.pk)
    later = Q(picked_at__gt=after.picked_at) | Q(picked_at=after.picked_at, pk__gt=after.pk)
    return due.filter(later).first() or due.first()


def review_page(person: User) -> QuerySet[Review]:
    """Return the reviews this person may see, with all that the page of one shows; the door for one."""
    return reviews_visible_to(person).select_related(
        "call__script_version__script", "call__call_list", "scorecard"
    )


@dataclass(frozen=True)
class QueueCounts:
    """What waits: calls to be reviewed, answers to be read."""

    due: int
    answers: int


def queue_counts() -> QueueCounts:
    """Return how much waits, from two small partial indexes."""
    return QueueCounts(
        due=Review.objects.filter(reviewed_at__isnull=True).count(),
        answers=Review.objects.filter(answered_at__isnull=False, answer_read_at__isnull=True).count(),
    )


def script_path(call: Call) -> list[tuple[str, str]]:
    """Return what was asked and answered on the way through the script, in words, in the order of the call."""
    version = call.script_version
    if version is None or not isinstance(call.answers, list):
        return []
    steps = version.steps.get("steps") or {}
    path: list[tuple[str, str]] = []
    for said in call.answers:
        path += answers_in_words(version.steps, [said])
        if isinstance(said, dict) and said.get("answer") == NO_ANSWER and said.get("step") in steps:
            path.append((steps[said["step"]].get("title", ""), _("No suitable answer")))
    return path


def recording_of(call: Call) -> PhoneCall | None:
    """Return the telephone call behind a logged one that has a recording; the longest, if there were several."""
    recorded = PhoneCall.objects.filter(claim=call.claim_id).exclude(recording_url="")
    return max(recorded, key=lambda one: (one.duration or 0, one.pk), default=None)


def criteria_in_use() -> list[Criterion]:
    """Return the criteria of the scorecard in use, in order; none if there is no scorecard yet."""
    return list(Criterion.objects.filter(scorecard__is_active=True))


def scorecards() -> QuerySet[Scorecard]:
    """Return all scorecards with their criteria, the one in use first."""
    return Scorecard.objects.prefetch_related("criteria")


def used_scorecards() -> set[int]:
    """Return the ids of the scorecards with which reviews were made."""
    return set(
        Review.objects.filter(scorecard__isnull=False)
        .order_by()
        .values_list("scorecard", flat=True)
        .distinct()
    )


def calls_to_choose(
    person: User, *, at: datetime, manager: int | None = None, disposition: str = "", day: date | None = None
) -> QuerySet[Call]:
    """Return calls that can be put into the queue by hand, newest first: of one local day, or of the last 30 days."""
    zone = organisation().zone
    start, end = at - CHOOSE_FROM, at
    if day is not None:
        start = datetime(day.year, day.month, day.day, tzinfo=zone)
        end = start + timedelta(days=1)
    calls = calls_visible_to(person).filter(at__gte=start, at__lt=end).select_related("review")
    if manager:
        calls = calls.filter(manager=manager)
    return calls.filter(disposition__code=disposition) if disposition else calls


def recorded_claims(calls: list[Call]) -> set[int]:
    """Return the claims of these calls of which there is a recording."""
    found = PhoneCall.objects.filter(claim__in=[call.claim_id for call in calls]).exclude(recording_url="")
    return set(found.values_list("claim_id", flat=True))
