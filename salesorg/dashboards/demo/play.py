"""The play: day after day through the whole department, up to now."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from callcenter.actions import sweep_claims
from farmers.actions import sweep_neglect
from handoff.actions import accrue_due, close_statement, end_agreements, escalate_late, remind_due
from handoff.queries import people_with_payable_lines
from salesorg.dashboards.demo import (
    banking,
    calling,
    cast,
    hunting,
    paying,
    quality,
    scripting,
    serving,
    tidying,
    watching,
)
from salesorg.dashboards.demo.stage import Stage
from salesorg.people.actions import read_notices

CALLS_A_DAY = 9
FIRST_LIST, SECOND_LIST = 620, 420


def play(stage: Stage, days: int, tell: Callable[[str], None]) -> None:
    """Hire, import, and live through `days` calendar days that end now."""
    first_day = (stage.now - timedelta(days=days)).astimezone(stage.zone).date()
    opening = stage.moment(first_day, 8.5)
    cast.hire_everybody(stage, opening)
    paying.agree_on_pay(stage, first_day, opening)
    cast.import_list(stage, name=stage.scenery.lists[0], first=0, count=FIRST_LIST, priority=1, at=opening)
    last_day = stage.now.astimezone(stage.zone).date()
    day, second_list_on = first_day, first_day + timedelta(days=days // 2)
    while day <= last_day:
        if day == second_list_on:
            cast.import_list(stage, name=stage.scenery.lists[1], first=FIRST_LIST, count=SECOND_LIST, priority=5,
                             at=stage.moment(day, 8.6), any_time=True)  # fmt: skip
            tidying.tidy(stage, stage.moment(day, 8.7))
        if day == first_day + timedelta(days=days // 3):
            scripting.try_second_version(stage, stage.moment(day, 8.4))
        if hunting.is_working_day(stage, day):
            with watching.watched(stage, day):
                play_day(stage, day)
        if day.weekday() == 4 and day < last_day - timedelta(days=2):
            everybody_reads(stage, min(stage.moment(day, 18.5), stage.now))
        if day.day == 3:
            close_last_month(stage, day)
        if (day - first_day).days % 20 == 0:
            tell(f"{day:%Y-%m-%d}")
        day += timedelta(days=1)
    serving.leave_on_the_way(stage, stage.now)
    paying.announce_next(stage)
    banking.bring_statement(stage, stage.now)


def play_day(stage: Stage, day: date) -> None:
    """One working day, in the order in which things happen; what lies beyond `now` has not happened yet."""
    happened = _not_after(stage.now)
    morning, evening = stage.moment(day, 8.75), stage.moment(day, 18.2)
    if happened(morning):
        sweep_neglect(at=morning)
        sweep_claims(at=morning)
    day_of_calls = calling.plan_day(stage, day, CALLS_A_DAY)
    for planned in day_of_calls:
        if happened(planned.at + timedelta(minutes=8)):
            calling.make_call(stage, planned)
    watching.rest(stage, day, day_of_calls)
    if happened(stage.moment(day, 9)):
        remind_due(at=stage.moment(day, 9))
    evening = min(evening, stage.now)
    if happened(stage.moment(day, 9.5)):
        watching.audit(stage, day, evening)
        hunting.record_outcomes(stage, evening)
        hunting.work_deals(stage, evening)
        serving.pass_clients_on(stage, evening)
        serving.serve_clients(stage, evening)
        serving.keep_word(stage, evening)
        serving.collect_payments(stage, evening)
        escalate_late(at=evening)
        accrue_due(at=evening)
        end_agreements(at=evening)
    quality.listen(stage, day)


def everybody_reads(stage: Stage, at: datetime) -> None:
    """On Fridays people read what they were told."""
    for person in stage.people.values():
        read_notices(actor=person, at=at)


def close_last_month(stage: Stage, day: date) -> None:
    """Finance closes the statements of the month that ended, on the third."""
    at = min(stage.moment(day, 15), stage.now)
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    for person in people_with_payable_lines(month=month):
        close_statement(actor=stage.person("finn"), person=person, month=month, at=at)


def _not_after(now: datetime) -> Callable[[datetime], bool]:
    return lambda moment: moment <= now
