"""Two administrators at once: one decision, one recycling, one word on who calls a list."""

from datetime import datetime, timedelta

import pytest

from callcenter.actions import (
    carry_recycling_on,
    forbid_calls,
    keep_apart,
    lift_expired_numbers,
    merge_companies,
    recycle_leads,
    reopen_duplicate,
    take_next_lead,
    update_call_list,
)
from callcenter.actions.recycle_leads import NothingToRecycle, RecyclingUnderWay
from callcenter.merging import CannotBeAbsorbed, DuplicateDecided
from callcenter.models import Claim, Lead, PossibleDuplicate, Recycling
from salesorg.clients.models import Activity, Company, DoNotCall
from salesorg.people.models import User
from tests import factories
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def a_pair(at: datetime) -> PossibleDuplicate:
    of = factories.call_list()
    first, second = (factories.lead(of).company for _ in range(2))
    return PossibleDuplicate.objects.create(first=first, second=second, reason="name", found_at=at)


def test_of_four_decisions_one_wins(adam: User, at: datetime) -> None:
    pair = a_pair(at)
    answers = at_once(
        lambda: keep_apart(actor=adam, pair=pair, at=at),
        lambda: merge_companies(actor=adam, pair=pair, keep=pair.first_id, at=at),
        lambda: merge_companies(actor=adam, pair=pair, keep=pair.second_id, at=at),
        lambda: keep_apart(actor=adam, pair=pair, at=at),
    )
    assert sum(isinstance(answer, PossibleDuplicate) for answer in answers) == 1
    assert sum(isinstance(answer, DuplicateDecided) for answer in answers) == 3
    pair.refresh_from_db()
    assert Company.objects.filter(merged_into__isnull=False).count() == (pair.state == "merged")
    assert Activity.objects.count() == 1


def test_a_merge_and_a_claim_at_once_leave_no_call_to_the_absorbed(
    adam: User, cara: User, cody: User, at: datetime
) -> None:
    """Either the merge sees that it is being called, or the queue does not offer it any more."""
    pair = a_pair(at)
    answers = at_once(
        lambda: merge_companies(actor=adam, pair=pair, keep=pair.first_id, at=at),
        lambda: take_next_lead(actor=cara, at=at),
        lambda: take_next_lead(actor=cody, at=at),
        alone=False,
    )
    assert not [
        one for one in answers if isinstance(one, Exception) and not isinstance(one, CannotBeAbsorbed)
    ]
    gone = Lead.objects.get(company=pair.second_id)
    held = Claim.objects.filter(lead=gone, ended_at__isnull=True).exists()
    assert held == (gone.state == "claimed") == isinstance(answers[0], CannotBeAbsorbed)


def test_a_merge_is_undone_once(adam: User, at: datetime) -> None:
    pair = merge_companies(actor=adam, pair=(made := a_pair(at)), keep=made.first_id, at=at)
    answers = at_once(*[lambda: reopen_duplicate(actor=adam, pair=pair, at=at) for _ in range(3)])
    assert sum(isinstance(answer, PossibleDuplicate) for answer in answers) == 1
    assert Activity.objects.filter(verb="merge_undone").count() == 1


def test_leads_are_recycled_once(adam: User, at: datetime) -> None:
    of = factories.call_list()
    for _ in range(20):
        factories.lead(of, state="closed", closed_reason="not_a_fit")

    def recycle() -> Recycling:
        return recycle_leads(actor=adam, call_list=of, reasons=["not_a_fit"], older_than_days=0, at=at)

    answers = at_once(*[recycle for _ in range(4)], alone=True)
    made = [answer for answer in answers if isinstance(answer, Recycling)]
    assert [one.returned for one in made] == [20]
    assert all(isinstance(one, Recycling | NothingToRecycle | RecyclingUnderWay) for one in answers)
    assert Activity.objects.filter(verb="lead_returned").count() == 20


def test_two_workers_carry_one_recycling_to_one_end(adam: User, at: datetime) -> None:
    of = factories.call_list()
    for _ in range(20):
        factories.lead(of, state="closed", closed_reason="not_a_fit")
    made = Recycling.objects.create(
        call_list=of, reasons=["not_a_fit"], before=at, asked_by=adam, asked_at=at
    )
    answers = at_once(*[lambda: carry_recycling_on(recycling=made, at=at) for _ in range(3)], alone=True)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    made.refresh_from_db()
    assert (made.returned, Lead.objects.filter(state="waiting").count()) == (20, 20)
    assert Activity.objects.filter(verb="leads_recycled").count() == 1


def test_recycling_and_forbidding_at_once_offer_no_forbidden_number(
    adam: User, cara: User, at: datetime
) -> None:
    of = factories.call_list()
    leads = [factories.lead(of, state="closed", closed_reason="not_a_fit") for _ in range(10)]
    phones = [lead.company.contact_points.get().value for lead in leads]
    answers = at_once(
        lambda: recycle_leads(actor=adam, call_list=of, reasons=["not_a_fit"], older_than_days=0, at=at),
        lambda: forbid_calls(actor=adam, phones=phones, reason="asked", at=at),
    )
    assert not [
        one for one in answers if isinstance(one, Exception) and not isinstance(one, NothingToRecycle)
    ]
    assert take_next_lead(actor=cara, at=at) is None


def test_a_number_forbidden_for_ever_while_its_day_runs_out_stays(adam: User, at: datetime) -> None:
    factories.call_list()
    yesterday = at - timedelta(days=1)
    for n in range(10):
        phone = f"+1334793870{n}"
        forbid_calls(actor=adam, phones=[phone], reason="other", at=yesterday, expires_on=at.date())
        answers = at_once(
            lambda: lift_expired_numbers(at=at),
            lambda phone=phone: forbid_calls(actor=adam, phones=[phone], reason="asked", at=at),
            alone=True,
        )
        assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert DoNotCall.objects.filter(expires_on__isnull=True).count() == 10


def test_is_assigned_follows_the_last_of_two_at_once(
    adam: User, cara: User, cody: User, at: datetime
) -> None:
    of = factories.call_list()
    for _ in range(5):
        at_once(
            lambda: update_call_list(actor=adam, call_list=of, at=at, people=[cara]),
            lambda: update_call_list(actor=adam, call_list=of, at=at, people=[]),
            lambda: update_call_list(actor=adam, call_list=of, at=at, people=[cody]),
        )
        of.refresh_from_db()
        assert of.is_assigned == of.people.exists()
