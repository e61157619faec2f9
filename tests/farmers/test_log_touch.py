from datetime import UTC, date, datetime, timedelta

import pytest

from farmers.actions import log_touch, sweep_neglect
from farmers.models import Account, NeglectFlag, Touch
from farmers.refusals import (
    NextTouchInPast,
    NotYourAccount,
    SilenceInPast,
    SilenceNeedsContact,
    TouchInFuture,
)
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import User

pytestmark = pytest.mark.django_db
BEFORE = ("last_touch_at", "next_touch_on", "neglected_from", "lost_from", "quiet_until")


def state(account: Account) -> tuple[object, ...]:
    row = Account.objects.values_list(*BEFORE, "neglected_since").get(pk=account.pk)
    return (*row, Touch.objects.count(), Activity.objects.count(), NeglectFlag.objects.count())


def test_a_real_touch_moves_the_dates(account: Account, fay: User, at: datetime) -> None:
    touch = log_touch(actor=fay, account=account, kind="call", note="All well", at=at)
    account.refresh_from_db()
    assert (touch.person, touch.at, touch.is_real) == (fay, at, True)
    assert account.last_touch_at == at
    assert account.next_touch_on == date(2026, 11, 30)
    assert account.neglected_from == date(2026, 12, 17)
    assert account.lost_from == date(2027, 2, 15)
    assert Activity.objects.filter(company=account.company, verb="touch_logged", actor=fay).count() == 1


def test_the_next_touch_can_be_planned(account: Account, fay: User, at: datetime) -> None:
    log_touch(actor=fay, account=account, kind="visit", note="", at=at, next_touch_on=date(2026, 11, 20))
    account.refresh_from_db()
    assert account.next_touch_on == date(2026, 11, 20)


def test_an_attempt_changes_nothing_but_the_timeline(account: Account, fay: User, at: datetime) -> None:
    before = state(account)
    touch = log_touch(actor=fay, account=account, kind="call", note="Voicemail", at=at, is_real=False)
    assert not touch.is_real
    assert state(account)[:6] == before[:6]
    assert Activity.objects.filter(verb="touch_attempted").count() == 1


def test_an_older_touch_never_moves_the_last_one_back(account: Account, fay: User, at: datetime) -> None:
    log_touch(actor=fay, account=account, kind="call", note="", at=at, next_touch_on=date(2026, 11, 18))
    before = state(account)
    log_touch(
        actor=fay, account=account, kind="visit", note="forgot", at=at, touched_at=at - timedelta(days=1)
    )
    assert state(account)[:6] == before[:6]
    assert account.touches.count() == 2


def test_silence_counts_as_a_touch_on_its_day(account: Account, fay: User, at: datetime) -> None:
    log_touch(actor=fay, account=account, kind="call", note="", at=at, quiet_until=date(2026, 12, 31))
    account.refresh_from_db()
    assert account.quiet_until == date(2026, 12, 31)
    assert account.neglected_from == date(2026, 12, 31) + timedelta(days=31)


def test_a_touch_clears_the_flag_at_once(account: Account, fay: User, at: datetime) -> None:
    late = at + timedelta(days=40)
    sweep_neglect(at=late)
    account.refresh_from_db()
    assert account.neglected_since == date(2026, 12, 15)
    log_touch(actor=fay, account=account, kind="call", note="", at=late)
    account.refresh_from_db()
    assert (account.neglected_since, account.lost_since) == (None, None)
    flag = NeglectFlag.objects.get()
    assert (flag.since, flag.cleared_at) == (date(2026, 12, 15), late)


def test_a_late_logged_touch_that_does_not_help_leaves_the_flag(
    account: Account, fay: User, at: datetime
) -> None:
    late = at + timedelta(days=60)
    sweep_neglect(at=late)
    log_touch(actor=fay, account=account, kind="call", note="", at=late, touched_at=at + timedelta(days=1))
    account.refresh_from_db()
    flag = NeglectFlag.objects.get()
    assert flag.cleared_at is None
    assert account.neglected_since == flag.since == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("refusal", "fields"),
    [
        (TouchInFuture, {"touched_at": datetime(2026, 11, 16, 15, 1, tzinfo=UTC)}),
        (NextTouchInPast, {"next_touch_on": date(2026, 11, 15)}),
        (SilenceInPast, {"quiet_until": date(2026, 11, 15)}),
        (SilenceNeedsContact, {"quiet_until": date(2026, 12, 1), "is_real": False}),
    ],
)
def test_what_cannot_be_is_refused(
    account: Account, fay: User, at: datetime, refusal: type[Exception], fields: dict[str, object]
) -> None:
    before = state(account)
    with pytest.raises(refusal):
        log_touch(actor=fay, account=account, kind="call", note="", at=at, **fields)  # type: ignore[arg-type]
    assert state(account) == before


def test_somebody_elses_account_is_refused(account: Account, flo: User, cara: User, at: datetime) -> None:
    before = state(account)
    for actor, refusal in ((flo, NotYourAccount), (cara, NotYours)):
        with pytest.raises(refusal):
            log_touch(actor=actor, account=account, kind="call", note="", at=at)
    assert state(account) == before


def test_the_head_may_stand_in(account: Account, fern: User, at: datetime) -> None:
    assert log_touch(actor=fern, account=account, kind="call", note="", at=at).person == fern
