import logging
from datetime import datetime, time

from django.db import transaction

from handoff import verbs
from handoff.models import Agreement
from handoff.notifications import tell_of_end
from handoff.queries.ends import Ending, agreements_ending
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.people.queries import organisation

log = logging.getLogger(__name__)


def end_agreements(*, at: datetime) -> int:
    """End the agreements whose hunter left or whose client is lost, where the plan says so; return how many ended.

    Left: dismissed (from the moment of the dismissal) or at another desk than the hunters' (from now). Lost: from the
    first instant of the day since which the account is lost. Payments of later local days earn nothing by it; what was
    posted stays. One transaction each; one activity, and the hunter is told. Safe twice and in parallel: the company is
    locked first, then it is asked again. Source: product.md 4.5.
    """
    return sum(_end(pk, at) for pk in [ending.agreement for ending in agreements_ending()])


@transaction.atomic
def _end(agreement_id: int, at: datetime) -> bool:
    company = Company.objects.locked().get(agreement=agreement_id)
    ending = next(iter(agreements_ending(only=agreement_id)), None)
    if ending is None:
        return False
    agreement = Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement_id)
    agreement.ended_at, agreement.end_reason = _moment(ending, at), ending.reason
    agreement.save(update_fields=["ended_at", "end_reason"])
    record_activity(
        company=company, actor=None, verb=verbs.AGREEMENT_ENDED, at=at,
        agreement=agreement.pk, hunter=agreement.hunter_id, reason=ending.reason,
    )  # fmt: skip
    tell_of_end(agreement, company, at)
    log.info("agreement %s ended: %s", agreement_id, ending.reason)
    return True


def _moment(ending: Ending, at: datetime) -> datetime:
    if ending.lost_since is not None:
        return datetime.combine(ending.lost_since, time(), organisation().zone)
    return min(ending.left_at or at, at)
