from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from farmers.actions import (
    change_service_level,
    log_touch,
    make_promise,
    open_account,
    set_service_level,
    sweep_neglect,
)
from farmers.actions.sweep_neglect import NeglectSweep
from farmers.models import Account, NeglectFlag, ServiceLevel, Urgency
from farmers.tasks import sweep_neglect as task
from salesorg.clients.models import Activity
from salesorg.people.models import Notice, Organisation, User
from salesorg.people.notices import sentence_of
from tests import factories

pytestmark = pytest.mark.django_db
NOTHING = NeglectSweep(0, 0, 0)
# Opened on 14 November (B: 30 days, 90 days): neglected from 15 December, lost from 13 February, New York time.
LAST_MOMENT = datetime(2026, 12, 15, 4, 59, tzinfo=UTC)
FIRST_MOMENT = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)


def test_neglect_begins_with_the_organisations_local_day(account: Account, fern: User) -> None:
    assert sweep_neglect(at=LAST_MOMENT) == NOTHING
    assert sweep_neglect(at=FIRST_MOMENT) == NeglectSweep(1, 0, 0)
    account.refresh_from_db()
    assert (account.neglected_since, account.lost_since) == (date(2026, 12, 15), None)
    assert account.urgency == Urgency.NEGLECTED


def test_days_are_right_over_a_change_of_the_clocks(fay: User) -> None:
    # 23:30 on 2 March in New York (winter time); 30 days later it is summer time, and days begin an hour earlier in UTC.
    opened = datetime(2027, 3, 3, 4, 30, tzinfo=UTC)
    account = open_account(actor=None, company=factories.company(), farmer=fay, at=opened)
    assert account.neglected_from == date(2027, 4, 2)
    assert sweep_neglect(at=datetime(2027, 4, 2, 3, 59, tzinfo=UTC)) == NOTHING
    assert sweep_neglect(at=datetime(2027, 4, 2, 4, 0, tzinfo=UTC)).raised == 1


def test_farmer_and_head_are_told_once_and_one_activity_says_it(
    account: Account, fay: User, fern: User
) -> None:
    for minutes in range(3):
        sweep_neglect(at=FIRST_MOMENT + timedelta(minutes=minutes))
    flag = NeglectFlag.objects.get()
    assert (flag.account, flag.farmer, flag.since, flag.cleared_at) == (
        account,
        fay,
        date(2026, 12, 15),
        None,
    )
    assert Activity.objects.filter(verb="neglected", company=account.company, actor=None).count() == 1
    told = {notice.person: notice for notice in Notice.objects.all()}
    assert set(told) == {fay, fern}
    assert told[fay].url == f"/portfolio/{account.pk}/"
    assert sentence_of(told[fay]) == "Alpha is neglected: nobody has reached this client since 14 Nov 2026."
    assert told[fern].data == {"neglected": 1, "lost": 0}


def test_the_head_gets_one_digest_a_day_however_many(fay: User, flo: User, fern: User, at: datetime) -> None:
    for farmer in (fay, fay, flo):
        open_account(actor=None, company=factories.company(), farmer=farmer, at=at - timedelta(days=2))
    sweep_neglect(at=FIRST_MOMENT)
    late_one = open_account(actor=None, company=factories.company(), farmer=flo, at=at)
    Account.objects.filter(pk=late_one.pk).update(neglected_from=date(2026, 12, 15))
    Notice.objects.filter(person=fern).update(read_at=FIRST_MOMENT)
    sweep_neglect(at=FIRST_MOMENT + timedelta(hours=1))
    digest = Notice.objects.get(person=fern)
    assert digest.data == {"neglected": 4, "lost": 0}
    assert digest.read_at is None


def test_beyond_the_second_limit_the_client_is_lost(account: Account, fay: User, fern: User) -> None:
    sweep_neglect(at=FIRST_MOMENT)
    day = datetime(2027, 2, 13, 5, 0, tzinfo=UTC)
    assert sweep_neglect(at=day - timedelta(minutes=1)) == NOTHING
    assert sweep_neglect(at=day) == NeglectSweep(0, 1, 0)
    assert sweep_neglect(at=day) == NOTHING
    account.refresh_from_db()
    assert account.lost_since == NeglectFlag.objects.get().lost_since == date(2027, 2, 13)
    assert Notice.objects.filter(person=fay).count() == 2
    assert Activity.objects.filter(verb="lost").count() == 1


def test_a_beat_that_was_off_for_long_tells_each_client_once(account: Account, fay: User, fern: User) -> None:
    assert sweep_neglect(at=datetime(2027, 6, 1, 12, tzinfo=UTC)) == NeglectSweep(1, 1, 0)
    account.refresh_from_db()
    assert (account.neglected_since, account.lost_since) == (date(2026, 12, 15), date(2027, 2, 13))
    assert Notice.objects.filter(person=fay).count() == 1
    assert Notice.objects.get(person=fern).data == {"neglected": 1, "lost": 1}


def test_a_beat_off_for_three_days_makes_no_storm(fay: User, fern: User, at: datetime) -> None:
    for days in range(4):
        for _ in range(5):
            open_account(actor=None, company=factories.company(), farmer=fay, at=at - timedelta(days=days))
    # The last of them is neglected from 17 December; the beat comes back on the 20th.
    back = datetime(2026, 12, 20, 14, tzinfo=UTC)
    sweep_neglect(at=back)
    sweep_neglect(at=back + timedelta(minutes=1))
    assert NeglectFlag.objects.count() == Notice.objects.filter(person=fay).count() == 20
    assert Notice.objects.filter(person=fern).count() == 1


def test_neglected_again_is_a_new_flag_and_a_new_notice(account: Account, fay: User, fern: User) -> None:
    sweep_neglect(at=FIRST_MOMENT)
    log_touch(actor=fay, account=account, kind="call", note="", at=FIRST_MOMENT)
    assert sweep_neglect(at=FIRST_MOMENT + timedelta(days=30)) == NOTHING
    assert sweep_neglect(at=FIRST_MOMENT + timedelta(days=31)).raised == 1
    flags = list(NeglectFlag.objects.order_by("since").values_list("since", "cleared_at"))
    assert flags == [(date(2026, 12, 15), FIRST_MOMENT), (date(2027, 1, 15), None)]
    assert Notice.objects.filter(person=fay).count() == 2
    assert Notice.objects.filter(person=fern).count() == 2


def test_a_gentler_level_clears_the_flag(account: Account, fern: User) -> None:
    sweep_neglect(at=FIRST_MOMENT)
    set_service_level(actor=fern, account=account, level=ServiceLevel.objects.get(code="C"), at=FIRST_MOMENT)
    account.refresh_from_db()
    assert account.neglected_since is None
    assert NeglectFlag.objects.get().cleared_at == FIRST_MOMENT


def test_changed_numbers_of_a_level_move_its_accounts_and_the_sweep_clears(
    account: Account, fern: User
) -> None:
    sweep_neglect(at=FIRST_MOMENT)
    level = change_service_level(
        actor=fern, level=account.service_level, touch_days=20, neglect_days=45, lost_days=135, answer_hours=4,
        weight=account.service_level.weight, at=FIRST_MOMENT,
    )  # fmt: skip
    assert level.answer_hours == 4
    account.refresh_from_db()
    assert (account.neglected_from, account.lost_from) == (date(2026, 12, 30), date(2027, 3, 30))
    assert sweep_neglect(at=FIRST_MOMENT) == NeglectSweep(0, 0, 1)
    account.refresh_from_db()
    assert account.neglected_since is None
    assert NeglectFlag.objects.get().cleared_at == FIRST_MOMENT


def test_a_promise_that_has_passed_makes_the_account_urgent(
    account: Account, fay: User, at: datetime
) -> None:
    make_promise(actor=fay, account=account, text="Send the offer", due_on=date(2026, 11, 17), at=at)
    sweep_neglect(at=datetime(2026, 11, 18, 4, 59, tzinfo=UTC))
    account.refresh_from_db()
    assert account.urgency == Urgency.NONE
    sweep_neglect(at=datetime(2026, 11, 18, 5, 0, tzinfo=UTC))
    sweep_neglect(at=datetime(2026, 11, 18, 6, 0, tzinfo=UTC))
    account.refresh_from_db()
    assert account.urgency == Urgency.PROMISE_OVERDUE
    assert Notice.objects.get(person=fay).kind == "promise_overdue"


def test_the_database_itself_refuses_a_second_open_flag(account: Account, fay: User, at: datetime) -> None:
    fields = {"account": account, "farmer": fay, "since": at.date(), "raised_at": at}
    NeglectFlag.objects.create(**fields)
    with pytest.raises(IntegrityError, match="neglect_flag_one_open_per_account"), transaction.atomic():
        NeglectFlag.objects.create(**fields)


def test_the_task_does_it(account: Account, org: Organisation) -> None:
    Account.objects.update(neglected_from=date(2020, 1, 1))
    task.delay()
    assert NeglectFlag.objects.count() == 1


def test_the_sweep_never_reads_touches(account: Account) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        sweep_neglect(at=FIRST_MOMENT)
    assert not any("farmers_touch" in query["sql"] for query in caught)
