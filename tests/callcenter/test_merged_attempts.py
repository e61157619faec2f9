"""What was called in vain counts for the company that stays, and is taken off again when the merge is undone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from callcenter.actions import (
    correct_call,
    log_call,
    merge_companies,
    recycle_leads,
    reopen_duplicate,
    take_next_lead,
)
from callcenter.actions.correct_call import LeadWentOn
from callcenter.models import CallList, Lead, PossibleDuplicate
from salesorg.people.models import Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIGURES = (
    "state", "closed_reason", "due_at", "attempts", "calls_made", "calls_that_day", "last_call_at", "tried_parts",
)  # fmt: skip


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list(calls_in_all=9)


@pytest.fixture
def pair(to: CallList, at: datetime) -> PossibleDuplicate:
    """Acme, called twice; Acme Two, called three times, last an hour ago and to be tried again tomorrow."""
    acme = factories.lead(
        to, company=factories.company("Acme", phone="+13347931111"), due_at=at + HOUR, attempts=1, calls_made=2,
        calls_that_day=1, last_call_at=at - 2 * HOUR, tried_parts=[0],
    )  # fmt: skip
    two = factories.lead(
        to, company=factories.company("Acme Two", phone="+13347932222"), due_at=at + DAY, attempts=3, calls_made=3,
        calls_that_day=2, last_call_at=at - HOUR, tried_parts=[1, 2],
    )  # fmt: skip
    return PossibleDuplicate.objects.create(
        first=acme.company, second=two.company, reason="name", found_at=at
    )


def figures(pair: PossibleDuplicate) -> list[dict[str, Any]]:
    """Of the one that stays, then of the other one."""
    return list(
        Lead.objects.filter(company__in=[pair.first_id, pair.second_id]).order_by("pk").values(*FIGURES)
    )


def stays(pair: PossibleDuplicate) -> Lead:
    return Lead.objects.get(company=pair.first_id)


def merge(pair: PossibleDuplicate, adam: User, at: datetime) -> None:
    merge_companies(actor=adam, pair=pair, keep=pair.first_id, at=at)


def test_the_one_that_stays_counts_the_calls_of_both(
    pair: PossibleDuplicate, adam: User, at: datetime
) -> None:
    merge(pair, adam, at)
    lead = stays(pair)
    assert (lead.state, lead.attempts, lead.calls_made, lead.calls_that_day) == ("waiting", 4, 5, 3)
    assert (lead.last_call_at, lead.due_at, lead.tried_parts) == (at - HOUR, at + DAY, [1, 2])


def test_undone_both_stand_exactly_as_before(pair: PossibleDuplicate, adam: User, at: datetime) -> None:
    before = figures(pair)
    merge(pair, adam, at)
    assert figures(pair) != before
    reopen_duplicate(actor=adam, pair=pair, at=at)
    assert figures(pair) == before


def test_limits_hold_after_a_merge_and_the_undoing_opens_what_the_sum_has_closed(
    pair: PossibleDuplicate, adam: User, cara: User, to: CallList, at: datetime
) -> None:
    CallList.objects.update(max_attempts=4)
    before = figures(pair)
    merge(pair, adam, at)
    assert take_next_lead(actor=cara, at=at + 2 * HOUR) is None
    assert stays(pair).state == "waiting"
    assert take_next_lead(actor=cara, at=at + DAY) is None
    assert stays(pair).closed_reason == "max_attempts"
    reopen_duplicate(actor=adam, pair=pair, at=at + DAY)
    first, second = figures(pair)
    # What returns to the queue is due now, never in the past.
    assert first == before[0] | {"due_at": at + DAY}
    assert second == before[1]
    assert take_next_lead(actor=cara, at=at + DAY) is not None


def test_calls_in_all_hold_after_a_merge(
    pair: PossibleDuplicate, adam: User, cara: User, to: CallList, at: datetime
) -> None:
    CallList.objects.update(calls_in_all=5)
    merge(pair, adam, at)
    assert take_next_lead(actor=cara, at=at + DAY) is None
    assert stays(pair).closed_reason == "calls_in_all"


def test_called_since_only_the_others_calls_are_taken_off(
    pair: PossibleDuplicate, adam: User, cara: User, at: datetime
) -> None:
    merge(pair, adam, at)
    claim = take_next_lead(actor=cara, at=at + DAY)
    assert claim is not None
    log_call(actor=cara, claim=claim, disposition="no_answer", note="", at=at + DAY)
    called = stays(pair)
    assert (called.attempts, called.calls_made) == (5, 6)
    reopen_duplicate(actor=adam, pair=pair, at=at + DAY)
    lead = stays(pair)
    assert (lead.attempts, lead.calls_made, lead.last_call_at) == (2, 3, at + DAY)
    assert (lead.due_at, lead.tried_parts) == (called.due_at, called.tried_parts)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_call_is_corrected_neither_of_the_one_that_went_nor_of_the_one_that_stays(
    pair: PossibleDuplicate, adam: User, cara: User, at: datetime, *, keeps: bool
) -> None:
    claim = take_next_lead(actor=cara, at=at + HOUR)
    assert claim is not None
    assert claim.lead.company_id == pair.first_id
    made = log_call(actor=cara, claim=claim, disposition="not_a_fit", note="", at=at + HOUR)
    merge_companies(actor=adam, pair=pair, keep=pair.first_id if keeps else pair.second_id, at=at + HOUR)
    before = figures(pair)
    with pytest.raises(LeadWentOn):
        correct_call(actor=cara, call=made.pk, disposition="no_answer", note=None, at=at + HOUR)
    assert figures(pair) == before


def test_recycled_since_the_attempts_stay_at_none(
    pair: PossibleDuplicate, adam: User, cara: User, to: CallList, at: datetime
) -> None:
    CallList.objects.update(max_attempts=4)
    merge(pair, adam, at)
    assert take_next_lead(actor=cara, at=at + DAY) is None
    recycle_leads(actor=adam, call_list=to, reasons=["max_attempts"], older_than_days=0, at=at + 2 * DAY)
    reopen_duplicate(actor=adam, pair=pair, at=at + 2 * DAY)
    assert (stays(pair).attempts, stays(pair).calls_made) == (0, 2)


@pytest.mark.parametrize("why", ["never called", "does not wait"])
def test_what_was_never_called_or_does_not_wait_carries_nothing(
    pair: PossibleDuplicate, adam: User, at: datetime, why: str
) -> None:
    if why == "never called":
        Lead.objects.filter(company=pair.second_id).update(
            attempts=0, calls_made=0, calls_that_day=0, last_call_at=None, tried_parts=[]
        )
    else:
        Lead.objects.filter(company=pair.first_id).update(state="closed", closed_reason="not_a_fit")
    before = figures(pair)
    merge(pair, adam, at)
    assert figures(pair)[0] == before[0]
    reopen_duplicate(actor=adam, pair=pair, at=at)
    assert figures(pair) == before
