"""The call and the next lead in one statement: the same as one after the other, or nothing at all."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from callcenter.actions import log_call, release_claim, take_next_lead
from callcenter.call_and_next import LookAhead, look_ahead
from callcenter.models import Call, CallList, Claim, Lead
from callcenter.open_lanes import open_lanes
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimNotYours
from salesorg.clients.models import Activity, Company
from salesorg.people.models import User
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


def claimed(actor: User, at: datetime) -> Claim:
    claim = take_next_lead(actor=actor, at=at)
    assert claim
    return claim


def seen(actor: User, claim: Claim, disposition: str, at: datetime) -> LookAhead:
    """What is to be seen, as if it were `at`."""
    return replace(look_ahead(actor, claim.pk, disposition), at=at, queue=open_lanes(actor, at=at))


def log(actor: User, claim: Claim, at: datetime, disposition: str = "no_answer", **more: Any) -> Call:
    look = more.pop("look", None) or seen(actor, claim, disposition, at)
    return log_call(actor=actor, claim=claim, disposition=disposition, note="rang", at=at, look=look, **more)


def test_the_next_lead_comes_along(cara: User, hospitals: CallList, at: datetime) -> None:
    first, second = lead(hospitals), lead(hospitals)
    claim = claimed(cara, at)
    call = log(cara, claim, at + MINUTE)
    after = call.next_claim
    assert (call.lead_id, after and after.lead_id) == (first.pk, second.pk)
    assert after
    assert after.card
    assert after.card.company["name"] == second.company.name
    assert Claim.objects.get(ended_at__isnull=True) == after
    assert after.expires_at == at + 21 * MINUTE
    claim.refresh_from_db()
    assert (claim.ended_at, claim.ending) == (at + MINUTE, "disposed")
    assert [Lead.objects.get(pk=one.pk).state for one in (first, second)] == ["waiting", "claimed"]


def test_both_ways_write_the_same(cara: User, cody: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals), lead(hospitals)
    quick, long = claimed(cara, at), claimed(cody, at)
    calls = [
        log(cara, quick, at + MINUTE),
        log_call(actor=cody, claim=long, disposition="no_answer", note="rang", at=at + MINUTE),
    ]
    own = {"id", "lead", "lead_id", "claim", "claim_id", "manager", "manager_id", "company", "company_id"}
    own |= {"actor_id", "data", "ended_at__isnull"}
    for model, of in ((Call, "pk"), (Lead, "calls"), (Claim, "call"), (Activity, "data__call")):
        rows = [model.objects.filter(**{of: call.pk}).values().get() for call in calls]  # type: ignore[attr-defined]
        left = [{name: value for name, value in row.items() if name not in own} for row in rows]
        assert left[0] == left[1], model
    told = [Activity.objects.get(data__call=call.pk).data for call in calls]
    assert told[0] | {"call": 0} == told[1] | {"call": 0}
    assert (calls[0].lead.state, calls[0].lead.due_at, calls[0].seconds) == (
        calls[1].lead.state, calls[1].lead.due_at, calls[1].seconds,
    )  # fmt: skip


def test_nothing_more_is_due(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    assert log(cara, claimed(cara, at), at + MINUTE).next_claim is None
    assert Call.objects.count() == 1
    assert not Claim.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("model", "changed"),
    [(Lead, {"calls_made": 7}), (Company, {"city": "Troy"}), (Claim, {"answered_at": None})],
)
def test_what_changed_since_the_look_is_read_again(
    cara: User, hospitals: CallList, at: datetime, model: Any, changed: dict[str, Any]
) -> None:
    one = lead(hospitals)
    lead(hospitals)
    claim = claimed(cara, at)
    look = seen(cara, claim, "no_answer", at + MINUTE)
    of = {Lead: one.pk, Company: one.company_id, Claim: claim.pk}[model]
    model.objects.filter(pk=of).update(**changed)
    call = log(cara, claim, at + MINUTE, look=look)
    assert call.next_claim is None
    assert Call.objects.count() == 1
    assert Lead.objects.get(pk=one.pk).calls_made == 1 + changed.get("calls_made", 0)


def test_a_claim_that_ended_since_the_look_is_refused(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals), lead(hospitals)
    claim = claimed(cara, at)
    look = seen(cara, claim, "no_answer", at + MINUTE)
    release_claim(actor=cara, claim=claim, at=at)
    with pytest.raises(ClaimEnded):
        log(cara, claim, at + MINUTE, look=look)
    assert not Call.objects.exists()
    assert not Claim.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize(("minutes", "refusal"), [(20, ClaimExpired), (-1, ClaimNotYours)])
def test_what_is_refused_is_refused_both_ways(
    cara: User, cody: User, hospitals: CallList, at: datetime, minutes: int, refusal: type[Exception]
) -> None:
    lead(hospitals), lead(hospitals)
    claim, actor = claimed(cara, at), cody if minutes < 0 else cara
    with pytest.raises(refusal):
        log(actor, claim, at + minutes * MINUTE)
    assert not Call.objects.exists()
    assert Claim.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("disposition", "more"),
    [("callback", {"callback_at": timedelta(hours=2)}), ("wrong_number", {}), ("do_not_call", {})],
)
def test_what_touches_more_is_left_to_the_locks(
    cara: User, hospitals: CallList, at: datetime, disposition: str, more: dict[str, Any]
) -> None:
    lead(hospitals), lead(hospitals)
    given = {name: at + value for name, value in more.items()}
    call = log(cara, claimed(cara, at), at + MINUTE, disposition, **given)
    assert call.next_claim is None
    assert Call.objects.get().disposition.code == disposition


def test_on_a_break_no_lead_comes_along(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals), lead(hospitals)
    claim = claimed(cara, at)
    look = seen(cara, claim, "no_answer", at + MINUTE)
    look = replace(look, queue=replace(look.queue, on_break=True))
    assert log(cara, claim, at + MINUTE, look=look).next_claim is None
    assert Claim.objects.count() == 1


def test_what_stands_in_the_way_of_the_next_lead_does_not_undo_the_call(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals)
    claim = claimed(cara, at)
    broken = lead(hospitals)
    Claim.objects.create(lead=broken, manager=cody, started_at=at, expires_at=at + 20 * MINUTE)
    assert log(cara, claim, at + MINUTE).next_claim is None
    assert Call.objects.get().claim == claim
    assert Lead.objects.get(pk=broken.pk).state == "waiting"
