"""The queue under rivals: every lead once, none left, none twice; expiry, release and disposition lock the same rows first.

Seen red with the guard removed: the first without FOR NO KEY UPDATE SKIP LOCKED in `CLAIM`, the second without
`claim_one_open_per_manager`, the others without FOR NO KEY UPDATE in `LOCK`; the last one was not seen red, nor
those that log and take the next lead in one: where its statement does not decide, `log_call` does under the locks.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from callcenter import actions
from callcenter.call_and_next import look_ahead
from callcenter.models import Call, Claim, Lead
from callcenter.open_lanes import open_lanes
from callcenter.queue_bound import forget
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimHeld
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Role, User
from tests.factories import call_list, lead, person

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _from_the_beginning() -> Iterator[None]:
    forget()
    yield
    forget()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs in threads that start together; return what each returned or raised."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return job()
        except ActionRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_four_callers_empty_a_queue_of_two_hundred(org: object, at: datetime) -> None:
    for name, number in (("A", 120), ("B", 80)):
        of = call_list(name, priority=len(name) * number)
        for _ in range(number):
            lead(of)
    callers = [person(f"caller{n}", Role.CALL_MANAGER) for n in range(4)]

    def work(actor: User) -> list[int]:
        done = []
        while claim := actions.take_next_lead(actor=actor, at=at):
            done.append(claim.lead_id)
            actions.log_call(actor=actor, claim=claim, disposition="not_a_fit", note="", at=at)
        return done

    shares = at_once(*(lambda actor=actor: work(actor) for actor in callers))
    given = Counter(one for share in shares for one in share)
    assert len(given) == 200
    assert set(given.values()) == {1}
    assert Call.objects.count() == 200
    assert not Lead.objects.exclude(state="closed").exists()
    assert not Claim.objects.filter(ended_at__isnull=True).exists()


def with_next(actor: User, claim: int, at: datetime, code: str = "not_a_fit") -> Call:
    """Log the call and take the next lead along, as the API does."""
    look = replace(look_ahead(actor, claim, code), at=at, queue=open_lanes(actor, at=at))
    return actions.log_call(actor=actor, claim=claim, disposition=code, note="", at=at, look=look)


def test_four_callers_empty_it_call_and_next_in_one(org: object, at: datetime) -> None:
    of = call_list()
    for _ in range(200):
        lead(of)
    callers = [person(f"caller{n}", Role.CALL_MANAGER) for n in range(4)]

    def work(actor: User) -> list[int]:
        done = []
        claim = actions.take_next_lead(actor=actor, at=at)
        while claim:
            done.append(claim.lead_id)
            call = with_next(actor, claim.pk, at)
            claim = call.next_claim or actions.take_next_lead(actor=actor, at=at)
        return done

    shares = at_once(*(lambda actor=actor: work(actor) for actor in callers))
    given = Counter(one for share in shares for one in share)
    assert len(given) == 200
    assert set(given.values()) == {1}
    assert Call.objects.count() == 200
    assert not Lead.objects.exclude(state="closed").exists()
    assert not Claim.objects.filter(ended_at__isnull=True).exists()


def test_two_tabs_log_one_call_and_get_one_next_lead(cara: User, at: datetime) -> None:
    of = call_list()
    for _ in range(40):
        lead(of)
    claim = actions.take_next_lead(actor=cara, at=at)
    for n in range(1, 11):
        assert claim
        answers = at_once(*[lambda pk=claim.pk: with_next(cara, pk, at)] * 2)
        assert sorted(type(one).__name__ for one in answers) == ["Call", "ClaimEnded"]
        assert Call.objects.count() == n
        claim = Claim.objects.get(manager=cara, ended_at__isnull=True)


def test_a_tab_that_asks_meanwhile_gets_the_lead_that_came_along(cara: User, at: datetime) -> None:
    of = call_list()
    for _ in range(4):
        lead(of)
    claim = actions.take_next_lead(actor=cara, at=at)
    assert claim
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            after = with_next(cara, claim.pk, at).next_claim
            # Its own look still finds the old claim open and refuses; what it must never find is an empty hand.
            other = pool.submit(lambda: at_once(lambda: actions.take_next_lead(actor=cara, at=at))[0])
            waits_for_a_lock(other)
        refused = other.result(10)
    assert after
    assert isinstance(refused, ClaimHeld)
    assert Claim.objects.get(ended_at__isnull=True) == after
    assert Lead.objects.filter(state="claimed").count() == 1


def test_the_sweep_and_a_late_call_with_the_next_lead_agree(cara: User, at: datetime) -> None:
    of = call_list()
    for _ in range(10):
        lead(of)
    for _ in range(6):
        claim = actions.take_next_lead(actor=cara, at=at)
        assert claim
        late, swept = at_once(
            lambda pk=claim.pk: with_next(cara, pk, at + 19 * MINUTE),
            lambda: actions.sweep_claims(at=at + 20 * MINUTE),
        )
        logged = Call.objects.filter(claim=claim).count()
        assert (swept.expired, logged) == ((1, 0) if isinstance(late, ClaimExpired) else (0, 1))
        Claim.objects.filter(ended_at__isnull=True).update(ended_at=at, ending="released")


def test_two_tabs_get_one_lead(cara: User, at: datetime) -> None:
    of = call_list()
    for _ in range(3):
        lead(of)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            claim = actions.take_next_lead(actor=cara, at=at)
            other = pool.submit(lambda: at_once(lambda: actions.take_next_lead(actor=cara, at=at))[0])
            waits_for_a_lock(other)
        refused = other.result(10)
    assert claim
    assert isinstance(refused, ClaimHeld)
    assert refused.claim_id == claim.pk
    assert Lead.objects.filter(state="claimed").count() == 1


def waits_for_a_lock(job: "Future[Any]") -> None:
    """Return when the rival waits for us, or is done because nothing held it."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(2000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0] or job.done():
                return


def test_two_tabs_log_one_call(cara: User, at: datetime) -> None:
    lead(call_list())
    claim = actions.take_next_lead(actor=cara, at=at)
    assert claim
    answers = at_once(
        *(
            lambda code=code: actions.log_call(actor=cara, claim=claim.pk, disposition=code, note="", at=at)
            for code in ("busy", "not_a_fit")
        )
    )
    assert sorted(type(one).__name__ for one in answers) == ["Call", "ClaimEnded"]
    assert Call.objects.count() == 1


def test_the_sweep_and_a_late_disposition_agree(cara: User, at: datetime) -> None:
    of = call_list()
    for n in range(6):
        lead(of)
        claim = actions.take_next_lead(actor=cara, at=at)
        assert claim
        # The caller's clock still allows the call, the sweep's does not: who gets the lock first decides.
        late, swept = at_once(
            lambda claim=claim: actions.log_call(
                actor=cara, claim=claim.pk, disposition="not_a_fit", note="", at=at + 19 * MINUTE
            ),
            lambda: actions.sweep_claims(at=at + 20 * MINUTE),
        )
        state = Lead.objects.get(pk=claim.lead_id).state
        if isinstance(late, ClaimExpired):
            assert (swept.expired, state) == (1, "waiting")
            Lead.objects.filter(pk=claim.lead_id).delete()
        else:
            assert (swept.expired, state, Call.objects.filter(claim=claim).count()) == (0, "closed", 1), n


def test_two_sweeps_return_a_lead_once(cara: User, at: datetime) -> None:
    lead(call_list())
    actions.take_next_lead(actor=cara, at=at)
    swept = at_once(*[lambda: actions.sweep_claims(at=at + 20 * MINUTE)] * 2)
    assert sum(one.expired for one in swept) == 1


def test_release_and_disposition_agree(cara: User, at: datetime) -> None:
    lead(call_list())
    claim = actions.take_next_lead(actor=cara, at=at)
    assert claim
    logged, _released = at_once(
        lambda: actions.log_call(actor=cara, claim=claim.pk, disposition="not_a_fit", note="", at=at),
        lambda: actions.release_claim(actor=cara, claim=claim.pk, at=at),
    )
    state = "waiting" if isinstance(logged, ClaimEnded) else "closed"
    assert Lead.objects.get().state == state
