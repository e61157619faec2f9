from datetime import UTC, date, datetime, timedelta

import pytest

from farmers.actions import answer_request, make_promise, register_request, settle_promise, sweep_neglect
from farmers.models import Account, Promise, Request
from farmers.refusals import (
    AlreadyAnswered,
    AlreadySettled,
    DueInPast,
    NotYourAccount,
    ReceivedInFuture,
    TextMissing,
)
from salesorg.clients.models import Activity
from salesorg.people.models import User

pytestmark = pytest.mark.django_db


def test_a_promise_is_made_and_kept(account: Account, fay: User, at: datetime) -> None:
    promise = make_promise(actor=fay, account=account, text=" Send ", due_on=date(2026, 11, 20), at=at)
    account.refresh_from_db()
    assert (promise.text, promise.state, account.promise_due_on) == ("Send", "open", date(2026, 11, 20))
    settled = settle_promise(actor=fay, promise=promise, kept=True, at=at)
    account.refresh_from_db()
    assert (settled.state, settled.settled_at, account.promise_due_on) == ("kept", at, None)
    verbs = Activity.objects.filter(company=account.company).values_list("verb", flat=True)
    assert sorted(verbs) == ["account_opened", "promise_kept", "promise_made"]


def test_the_account_remembers_the_earliest_open_promise(account: Account, fay: User, at: datetime) -> None:
    late = make_promise(actor=fay, account=account, text="b", due_on=date(2026, 11, 25), at=at)
    early = make_promise(actor=fay, account=account, text="a", due_on=date(2026, 11, 18), at=at)
    later = at + timedelta(days=5)
    sweep_neglect(at=later)
    account.refresh_from_db()
    assert account.promise_overdue_since == account.promise_due_on == date(2026, 11, 18)
    settle_promise(actor=fay, promise=early, kept=False, at=later)
    account.refresh_from_db()
    assert (account.promise_due_on, account.promise_overdue_since) == (date(2026, 11, 25), None)
    settle_promise(actor=fay, promise=late, kept=True, at=later)
    account.refresh_from_db()
    assert account.promise_due_on is None


def test_what_is_refused_about_promises_changes_nothing(
    account: Account, fay: User, flo: User, at: datetime
) -> None:
    due = date(2026, 11, 20)
    with pytest.raises(TextMissing):
        make_promise(actor=fay, account=account, text=" ", due_on=due, at=at)
    with pytest.raises(DueInPast):
        make_promise(actor=fay, account=account, text="x", due_on=date(2026, 11, 15), at=at)
    with pytest.raises(NotYourAccount):
        make_promise(actor=flo, account=account, text="x", due_on=due, at=at)
    assert not Promise.objects.exists()
    promise = make_promise(actor=fay, account=account, text="x", due_on=due, at=at)
    settle_promise(actor=fay, promise=promise, kept=True, at=at)
    with pytest.raises(AlreadySettled):
        settle_promise(actor=fay, promise=promise, kept=False, at=at)
    assert Promise.objects.get().state == "kept"
    assert Activity.objects.filter(verb="promise_broken").count() == 0


def test_an_answer_is_due_in_working_hours(account: Account, fay: User) -> None:
    # Friday 16:00 in New York, eight working hours: two on Friday, six on Monday, to 15:00.
    friday = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    request = register_request(actor=fay, account=account, text="Where is it?", kind="claim", at=friday)
    monday = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    assert (request.answer_due_at, request.first_due_at) == (monday, monday)
    account.refresh_from_db()
    assert account.request_due_at == monday


def test_a_first_answer_leaves_a_next_one_due(account: Account, fay: User, at: datetime) -> None:
    request = register_request(actor=fay, account=account, text="It broke", at=at)
    later = at + timedelta(hours=1)
    first = answer_request(actor=fay, request=request, answer="We look into it", at=later, final=False)
    assert (first.first_answered_at, first.answered_at) == (later, None)
    # Monday 11:00 + 8 working hours: to 18:00 seven, then one on Tuesday.
    assert first.answer_due_at == datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
    last = answer_request(actor=fay, request=request, answer="Replaced", at=later + timedelta(hours=1))
    account.refresh_from_db()
    assert (last.first_answered_at, last.answered_at) == (later, later + timedelta(hours=1))
    assert account.request_due_at is None
    with pytest.raises(AlreadyAnswered):
        answer_request(actor=fay, request=request, answer="Again", at=later)


def test_what_is_refused_about_requests_changes_nothing(
    account: Account, fay: User, flo: User, at: datetime
) -> None:
    with pytest.raises(TextMissing):
        register_request(actor=fay, account=account, text="", at=at)
    with pytest.raises(ReceivedInFuture):
        register_request(actor=fay, account=account, text="x", at=at, received_at=at + timedelta(minutes=1))
    with pytest.raises(NotYourAccount):
        register_request(actor=flo, account=account, text="x", at=at)
    assert not Request.objects.exists()
    request = register_request(actor=fay, account=account, text="x", at=at)
    with pytest.raises(NotYourAccount):
        answer_request(actor=flo, request=request, answer="y", at=at)
    assert Request.objects.get().answered_at is None
