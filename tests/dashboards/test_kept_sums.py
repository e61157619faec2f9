"""The board's figures are those of the raw rows: revenue by day, calls by day, and what booked calls led to."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from callcenter.funnel import STEPS, FunnelRow, funnel_by_cohort
from callcenter.models import Call
from hunters.models import Meeting
from salesorg.dashboards.actions import fold_calls, fold_sums
from salesorg.dashboards.board_funnel import calls_of, cohort_of
from salesorg.dashboards.figures import summed
from salesorg.dashboards.invariants import breaches
from salesorg.dashboards.models import BookedCall, CallDay, CallsFolded
from salesorg.dashboards.revenue import revenue_days
from salesorg.lib.period import Period
from salesorg.people.models import Organisation, User
from salesorg.sales.models import Payment, RevenueDay, Sale
from tests import factories
from tests.dashboards.conftest import Story
from tests.handoff.steps import give_back, killed_after, pay, sell

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def by_hand(first: date, last: date, org: Organisation) -> dict[str, Any]:
    found: dict[str, Any] = defaultdict(lambda: [Decimal(0), 0, Decimal(0), 0, Decimal(0)])
    for sale in Sale.objects.all():
        if first <= sale.sold_at.astimezone(org.zone).date() <= last:
            place = 0 if sale.kind == "first" else 2
            found[sale.currency][place] += sale.amount
            found[sale.currency][place + 1] += 1
    for payment in Payment.objects.all():
        if first <= payment.paid_at.astimezone(org.zone).date() <= last:
            found[payment.currency][4] += payment.amount
    return dict(found)


def by_the_days(first: date, last: date, org: Organisation) -> dict[str, Any]:
    sums = revenue_days(first, last, org).of(Period("custom", first, last))
    kept = {
        one.currency: [one.new, one.new_sales, one.repeat, one.repeat_sales, one.received] for one in sums
    }
    return {currency: row for currency, row in kept.items() if any(row)}


@pytest.mark.parametrize("seed", range(3))
def test_revenue_is_that_of_the_raw_rows(
    seed: int, story: Story, org: Organisation, fay: User, at: datetime
) -> None:
    """Late postings, refunds, other currencies, a sale that was corrected or taken out by hand; folded now and then."""
    dice, days = Random(seed), [at.date() + timedelta(days=n) for n in (-40, -1, 0, 30)]
    for _step in range(25):
        moment = at + timedelta(days=dice.randint(-40, 30), hours=dice.randint(0, 23))
        sale = sell(story.client, fay, Sale.Kind.REPEAT, str(dice.randint(1, 9999) / Decimal(100)), moment)
        if dice.random() < 0.7:
            payment = pay(sale, sale.amount, moment + 9 * DAY, paid_at=moment + dice.randint(0, 9) * DAY)
            if dice.random() < 0.4:
                give_back(payment, payment.amount, moment + 12 * DAY)
        elif dice.random() < 0.5:
            sale.delete()
        else:
            Sale.objects.filter(pk=sale.pk).update(currency="EUR", sold_at=moment - 3 * DAY)
        if dice.random() < 0.3:
            RevenueDay.fold()
        for first in days:
            for last in days:
                assert by_the_days(first, last, org) == by_hand(first, last, org)
    assert breaches() == []


def test_days_are_worked_out_anew_when_the_organisation_moves(story: Story, org: Organisation) -> None:
    before = by_the_days(date(2026, 11, 1), date(2026, 11, 30), org)
    org.time_zone = "Pacific/Kiritimati"
    org.save()
    days = set(RevenueDay.objects.values_list("day", flat=True))
    assert days == {moment.astimezone(org.zone).date() for moment in [
        *Sale.objects.values_list("sold_at", flat=True), *Payment.objects.values_list("paid_at", flat=True)]}  # fmt: skip
    assert by_the_days(date(2026, 11, 1), date(2026, 11, 30), org) == before


# Calls. The moments are real ones: a day is over by the clock of the database.


def logged(story: Story, manager: User, at: datetime, *, reached: bool = True) -> Call:
    """A call as a rival's or an import's row: only what is counted matters."""
    model = Call.objects.order_by("pk").first()
    assert model is not None
    claim = model.claim
    claim.pk = None
    claim.lead = factories.lead(story.called)
    claim.save()
    return Call.objects.create(
        lead=claim.lead, claim=claim, manager=manager, call_list=claim.lead.call_list, disposition=model.disposition,
        reached=reached, at=at,
    )  # fmt: skip


def calls_by_hand(period: Period, org: Organisation) -> dict[str, dict[int, tuple[int, int]]]:
    found: dict[str, dict[int, tuple[int, int]]] = {"person": {}, "list": {}}
    for one in Call.objects.all():
        if period.first <= one.at.astimezone(org.zone).date() <= period.last:
            for split, key in (("person", one.manager_id), ("list", one.call_list_id)):
                calls, reached = found[split].get(key, (0, 0))
                found[split][key] = (calls + 1, reached + one.reached)
    return found


def check_calls(org: Organisation) -> None:
    today = timezone.now().astimezone(org.zone).date()
    for first, last in ((-30, 0), (-30, -3), (-3, -3), (-2, 0), (0, 0), (-9, -1)):
        period = Period("custom", today + first * DAY, today + last * DAY)
        kept = calls_of(period, org)
        assert {
            split: {row.key[0]: (row.calls, row.reached) for row in rows} for split, rows in kept.items()
        } == (calls_by_hand(period, org))
    assert "inv_call_day_is_not_its_calls" not in {breach.view for breach in breaches()}


def test_calls_are_those_of_the_raw_rows(story: Story, org: Organisation, cara: User, cody: User) -> None:
    """Added up or not yet, late, corrected, deleted: the same figures."""
    dice, now = Random(7), timezone.now()
    made = []
    for step in range(40):
        ago = timedelta(days=dice.randint(0, 20), hours=dice.randint(0, 23))
        made.append(logged(story, dice.choice([cara, cody]), now - ago, reached=dice.random() < 0.5))
        if step % 8 == 3:
            fold_sums(at=now)
        if step % 10 == 9:
            dice.choice(made).delete()
            made = list(Call.objects.filter(meeting=None))
            Call.objects.filter(pk=dice.choice(made).pk).update(manager=cara, at=now - 6 * DAY, reached=True)
        check_calls(org)
    assert CallDay.objects.exists()
    assert CallsFolded.objects.get().until is not None


def test_yesterday_and_today_are_never_added_up(story: Story, org: Organisation, cara: User) -> None:
    now = timezone.now()
    logged(story, cara, now)
    logged(story, cara, now - DAY)
    folded = fold_calls(at=now + 400 * DAY)
    assert folded is not None
    assert folded < (now - DAY).astimezone(org.zone).date()
    assert fold_calls(at=now) is None, "there is nothing more to do today"
    check_calls(org)


def test_another_time_zone_begins_the_days_anew(story: Story, org: Organisation, cara: User) -> None:
    now = timezone.now()
    for hours in range(0, 240, 5):
        logged(story, cara, now - timedelta(hours=hours))
    fold_calls(at=now)
    org.time_zone = "Asia/Kathmandu"
    org.save()
    check_calls(org)
    fold_calls(at=now)
    check_calls(org)


def test_a_killed_addition_has_done_nothing(story: Story, org: Organisation, cara: User) -> None:
    logged(story, cara, timezone.now() - 9 * DAY)
    with pytest.raises(KeyboardInterrupt):
        killed_after(lambda: fold_calls(at=timezone.now()))
    assert not CallDay.objects.exists()
    assert CallsFolded.objects.get().until is None
    check_calls(org)


def test_the_call_of_a_moment_ago_runs_no_trigger(story: Story, org: Organisation, cara: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE dashboards_callsfolded CASCADE")
    logged(story, cara, timezone.now())


# What booked calls led to.


def cohort(period: Period, org: Organisation) -> dict[Any, tuple[int, ...]]:
    start, end = period.bounds(org.zone)
    raw = funnel_by_cohort(start=start, end=end, by="person_and_list", zone=org.zone)
    return steps_after_the_call(raw)


def steps_after_the_call(rows: list[FunnelRow]) -> dict[Any, tuple[int, ...]]:
    sums = summed(rows, lambda row: row.key)
    found = {key: tuple(getattr(row, step) for step in STEPS[2:]) for key, row in sums.items()}
    return {key: steps for key, steps in found.items() if any(steps)}


def test_what_meetings_led_to_is_that_of_the_raw_rows(
    story: Story, org: Organisation, fay: User, at: datetime
) -> None:
    month = Period("custom", date(2026, 11, 1), date(2026, 11, 30))

    def check() -> dict[Any, tuple[int, ...]]:
        kept = steps_after_the_call(cohort_of(month, org))
        assert kept == cohort(month, org)
        return kept

    whole = check()
    assert sum(steps[3] for steps in whole.values()) == 1, "the client bought again"
    later = Sale.objects.get(kind="repeat")
    Sale.objects.filter(pk=later.pk).update(kind="cross_sell")
    assert check() == whole
    later.delete()
    assert check() != whole
    sell(story.client, fay, Sale.Kind.REPEAT, "10.00", at)
    assert check() == whole
    held = Meeting.objects.filter(state="held").first()
    assert held is not None
    Meeting.objects.filter(pk=held.pk).update(state="no_show", on_target=None)
    assert check() != whole
    Meeting.objects.update(booked_at=F("booked_at") + timedelta(days=60))
    assert check() == {}
    Call.objects.filter(meeting=held).update(meeting=None)
    assert BookedCall.objects.count() == 2
    assert breaches() == [] or {breach.view for breach in breaches()} == {"inv_booked_lead_without_meeting"}


@pytest.mark.parametrize("by_event", [False, True])
def test_the_board_says_the_same_before_and_after_folding(
    story: Story, org: Organisation, by_event: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesorg.dashboards.board import period_figures

    def figures() -> list[Any]:
        made = period_figures(month, settings=org, today=month.last, by_event=by_event)
        tables = [
            [one["name"], *(step.n for step in one["cells"])]
            for one in (*made["by_person"], *made["by_list"])
        ]
        return [[step.n for step in made["steps"]], tables, made["sold"]]

    month = Period("custom", date(2026, 11, 1), date(2026, 11, 30))
    before = figures()
    assert before[0] == [6, 4, 3, 2, 1, 1]
    fold_sums(at=timezone.now())
    assert figures() == before
