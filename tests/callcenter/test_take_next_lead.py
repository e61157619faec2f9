from datetime import UTC, datetime, timedelta

import pytest

from callcenter.actions import take_next_lead
from callcenter.models import CallList, Claim, Lead, Script, ScriptVersion
from callcenter.refusals import ClaimHeld
from salesorg.clients.actions import add_to_do_not_call, change_owner
from salesorg.clients.models import Activity, Company, ContactPoint, Ownership
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hospitals(org: Organisation) -> CallList:
    return call_list()


def taken(actor: User, at: datetime) -> Lead | None:
    claim = take_next_lead(actor=actor, at=at)
    return claim.lead if claim else None


def test_the_longest_due_lead_is_claimed_for_one_lease(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, due_at=at - MINUTE)
    oldest = lead(hospitals, due_at=at - 2 * MINUTE)
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.lead == oldest
    stored = Claim.objects.get()
    assert (stored.manager, stored.started_at, stored.expires_at) == (cara, at, at + timedelta(minutes=20))
    assert Lead.objects.get(pk=oldest.pk).state == "claimed"


def test_a_higher_priority_comes_before_an_older_lead(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, due_at=at - timedelta(days=9))
    first = lead(call_list("Urgent ones", priority=5), due_at=at - MINUTE)
    assert taken(cara, at) == first


def test_an_own_callback_comes_first_and_nobody_elses(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    waiting = lead(hospitals, due_at=at - timedelta(days=9))
    promised = lead(hospitals, due_at=at - MINUTE, state="callback", callback_owner=cara)
    assert taken(cody, at) == waiting
    assert taken(cara, at) == promised


def test_an_own_callback_that_is_not_due_waits(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, due_at=at + MINUTE, state="callback", callback_owner=cara)
    assert taken(cara, at) is None


def test_a_promise_nobody_kept_goes_to_anyone_before_the_rest(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    promised = lead(hospitals, due_at=at - 61 * MINUTE, state="callback", callback_owner=cara)
    assert taken(cody, at) == promised
    assert Activity.objects.get().data["reason"] == "callback_overdue"


def test_within_its_grace_a_promise_is_its_owners(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals, due_at=at - 59 * MINUTE, state="callback", callback_owner=cara)
    assert taken(cody, at) is None


def test_nothing_is_due(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, due_at=at + MINUTE)
    assert take_next_lead(actor=cara, at=at) is None
    assert not Claim.objects.exists()


def test_without_any_list_nothing_is_due(cara: User, at: datetime) -> None:
    assert take_next_lead(actor=cara, at=at) is None


def test_a_second_lead_is_refused_with_the_first(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    second = lead(hospitals)
    claim = take_next_lead(actor=cara, at=at)
    with pytest.raises(ClaimHeld) as refusal:
        take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert refusal.value.claim_id == claim.pk
    assert Lead.objects.get(pk=second.pk).state == "waiting"
    assert Claim.objects.count() == 1


def test_an_own_claim_that_ran_out_does_not_lock_its_holder_out(
    cara: User, hospitals: CallList, at: datetime
) -> None:
    only = lead(hospitals)
    first = take_next_lead(actor=cara, at=at)
    second = take_next_lead(actor=cara, at=at + 20 * MINUTE)
    assert first
    assert second
    assert second.lead == only
    assert Claim.objects.get(pk=first.pk).ending == "expired"


def test_only_call_managers_take_leads(adam: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    with pytest.raises(NotYours):
        take_next_lead(actor=adam, at=at)
    assert not Claim.objects.exists()


def test_a_paused_list_stops_at_once(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    lead(hospitals, state="callback", callback_owner=cara, due_at=at - MINUTE)
    CallList.objects.update(paused=True)
    assert take_next_lead(actor=cara, at=at) is None


@pytest.mark.parametrize(
    ("zone", "moment", "offered"),
    [
        ("America/New_York", datetime(2026, 11, 16, 13, 59, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 16, 14, 0, tzinfo=UTC), True),
        # An hour earlier by UTC while daylight saving lasts.
        ("America/New_York", datetime(2026, 10, 26, 13, 0, tzinfo=UTC), True),
        ("Europe/Berlin", datetime(2026, 10, 23, 7, 0, tzinfo=UTC), True),
        ("Europe/Berlin", datetime(2026, 10, 26, 7, 59, tzinfo=UTC), False),
        ("Asia/Yekaterinburg", datetime(2026, 11, 16, 12, 59, tzinfo=UTC), True),
        ("Asia/Yekaterinburg", datetime(2026, 11, 16, 13, 0, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 15, 15, 0, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 26, 15, 0, tzinfo=UTC), False),
    ],
)
def test_the_window_is_the_companys_local_one(
    cara: User, hospitals: CallList, zone: str, moment: datetime, offered: bool
) -> None:
    lead(hospitals, company=company(time_zone=zone), due_at=moment - MINUTE)
    lead(
        hospitals,
        company=company(time_zone=zone),
        due_at=moment - MINUTE,
        state="callback",
        callback_owner=cara,
    )
    assert (take_next_lead(actor=cara, at=moment) is not None) is offered


def test_a_misspelt_zone_does_not_stop_the_queue(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, company=company(time_zone="Mars/Base"))
    assert take_next_lead(actor=cara, at=at) is not None


def test_a_forbidden_number_is_never_offered(cara: User, hospitals: CallList, at: datetime) -> None:
    forbidden, free = lead(hospitals, due_at=at - 2 * MINUTE), lead(hospitals, due_at=at - MINUTE)
    _forbid(forbidden.company, at)
    assert taken(cara, at) == free
    closed = Lead.objects.get(pk=forbidden.pk)
    assert (closed.state, closed.closed_reason) == ("closed", "no_number")
    assert Activity.objects.get(company=forbidden.company).verb == "lead_closed"


def test_a_forbidden_number_is_not_offered_as_a_callback_either(
    cara: User, hospitals: CallList, at: datetime
) -> None:
    promised = lead(hospitals, due_at=at - MINUTE, state="callback", callback_owner=cara)
    _forbid(promised.company, at)
    assert take_next_lead(actor=cara, at=at) is None


def test_one_free_number_is_enough(cara: User, hospitals: CallList, at: datetime) -> None:
    one = lead(hospitals)
    _forbid(one.company, at)
    ContactPoint.objects.create(company=one.company, kind="phone", value="+12125559999")
    assert taken(cara, at) == one


def test_a_company_with_an_owner_is_never_offered(
    cara: User, hal: User, hospitals: CallList, at: datetime
) -> None:
    owned = lead(hospitals)
    change_owner(company=owned.company, owner=hal, stage=Ownership.Stage.HUNTING, at=at, reason="test")
    assert take_next_lead(actor=cara, at=at) is None
    assert Lead.objects.get().closed_reason == "owned"


def test_a_lead_beyond_its_attempts_is_never_offered(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, attempts=6)
    assert take_next_lead(actor=cara, at=at) is None
    assert Lead.objects.get().closed_reason == "max_attempts"


def test_the_published_version_is_remembered(cara: User, org: Organisation, at: datetime) -> None:
    script = Script.objects.create(name="First call")
    for number, published in ((1, False), (2, True), (3, False)):
        ScriptVersion.objects.create(
            script=script, number=number, steps={}, is_published=published, created_at=at
        )
    lead(call_list("Scripted", script=script))
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.script_version is not None
    assert claim.script_version.number == 2


def test_a_lead_behind_the_moving_bound_is_not_lost(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals, due_at=at - MINUTE)
    assert take_next_lead(actor=cara, at=at)
    late = lead(hospitals, due_at=at - 5 * MINUTE)
    assert taken(cody, at) == late


def test_leads_due_at_one_moment_come_in_their_order(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    first, second = lead(hospitals), lead(hospitals)
    assert (taken(cara, at), taken(cody, at)) == (first, second)


def test_what_a_claim_costs(
    cara: User, hospitals: CallList, at: datetime, django_assert_num_queries: object
) -> None:
    for _ in range(3):
        lead(hospitals)
    with django_assert_num_queries(4):  # type: ignore[operator]
        take_next_lead(actor=cara, at=at)  # lanes, claim; and the savepoint of the test's own transaction


def _forbid(of: Company, at: datetime) -> None:
    numbers = of.contact_points.values_list("value", flat=True)
    add_to_do_not_call(actor=None, phones=numbers, reason="asked", at=at)
