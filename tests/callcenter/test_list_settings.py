"""Who calls a list, how often, until when: what the settings say, the queue and every outcome obey."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from callcenter.actions import create_call_list, log_call, take_next_lead, update_call_list
from callcenter.list_settings import AttemptWish, CannotCall, LimitsWrong, RuleWrong
from callcenter.list_states import states_of
from callcenter.models import AttemptRule, CallList, Lead, Script, ScriptVersion
from callcenter.next_holiday import next_holiday
from callcenter.regions import country_name
from salesorg.clients.models import Activity
from salesorg.lib.ui.figures import zone_city
from salesorg.people.models import Organisation, Team, User
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def change(actor: User, to: CallList, at: datetime, **changes: Any) -> CallList:
    return update_call_list(actor=actor, call_list=to, at=at, **changes)


def call(actor: User, at: datetime, code: str = "no_answer") -> Lead:
    claim = take_next_lead(actor=actor, at=at)
    assert claim is not None
    return log_call(actor=actor, claim=claim, disposition=code, note="", at=at).lead


def test_everything_is_set_in_one_step_with_one_activity(adam: User, cara: User, at: datetime) -> None:
    team = Team.objects.create(name="Morning")
    made = create_call_list(
        actor=adam, name="A", at=at, callback_days=10, expires_on=date(2027, 1, 1), calls_a_day=1, calls_in_all=5,
        spread_attempts=False, people=[cara], teams=[team], attempt_rules=[AttemptWish("busy", 60, 2)],
    )  # fmt: skip
    kept = CallList.objects.get()
    assert (kept.callback_days, kept.expires_on, kept.calls_a_day, kept.calls_in_all, kept.spread_attempts) == (
        10, date(2027, 1, 1), 1, 5, False,
    )  # fmt: skip
    assert (kept.is_assigned, list(kept.people.all()), list(kept.teams.all())) == (True, [cara], [team])
    assert AttemptRule.objects.values_list("disposition__code", "retry_minutes", "most").get() == (
        "busy",
        60,
        2,
    )
    assert Activity.objects.filter(verb="list_created").count() == 1
    change(
        adam,
        made,
        at,
        people=[],
        teams=[],
        calls_a_day=None,
        attempt_rules=[AttemptWish("no_answer", None, 3)],
    )
    told = Activity.objects.filter(verb="list_changed").get()
    assert told.data["changed"] == ["attempt_rules", "calls_a_day", "people", "teams"]
    change(adam, made, at, people=[], attempt_rules=[AttemptWish("no_answer", None, 3), AttemptWish("busy")])
    assert Activity.objects.filter(verb="list_changed").count() == 1
    assert AttemptRule.objects.values_list("disposition__code", "retry_minutes", "most").get() == (
        "no_answer", None, 3,
    )  # fmt: skip


def test_a_list_is_assigned_exactly_while_somebody_is_named(
    to: CallList, adam: User, cara: User, at: datetime
) -> None:
    team = Team.objects.create(name="Morning")
    steps: list[tuple[dict[str, Any], bool]] = [
        ({"people": [cara]}, True),
        ({"teams": [team]}, True),
        ({"people": []}, True),
        ({"teams": []}, False),
        ({"priority": 4}, False),
    ]
    for changes, assigned in steps:
        change(adam, to, at, **changes)
        to.refresh_from_db()
        assert to.is_assigned == assigned == (to.people.exists() or to.teams.exists()), changes


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (LimitsWrong, {"calls_a_day": 0}),
        (LimitsWrong, {"calls_in_all": 0}),
        (RuleWrong, {"attempt_rules": [AttemptWish("not_a_fit", 60)]}),
        (RuleWrong, {"attempt_rules": [AttemptWish("telepathy", 60)]}),
        (RuleWrong, {"attempt_rules": [AttemptWish("busy", 0)]}),
        (RuleWrong, {"attempt_rules": [AttemptWish("busy", None, 0)]}),
        (RuleWrong, {"attempt_rules": [AttemptWish("busy", 10_000_000)]}),
    ],
)
def test_what_cannot_be_is_refused(
    to: CallList, adam: User, at: datetime, refusal: type[Exception], changes: dict[str, Any]
) -> None:
    before = CallList.objects.values().get()
    with pytest.raises(refusal):
        change(adam, to, at, priority=7, **changes)
    assert not AttemptRule.objects.exists()
    assert not Activity.objects.exists()
    # The action is a transaction of its own; inside the test's it is the row that tells.
    assert CallList.objects.values().get() == before


def test_only_who_calls_can_be_named_and_who_left_may_stay(
    to: CallList, adam: User, hal: User, cara: User, cody: User, at: datetime
) -> None:
    with pytest.raises(CannotCall):
        change(adam, to, at, people=[hal])
    assert not to.people.exists()
    change(adam, to, at, people=[cara])
    User.objects.filter(pk=cara.pk).update(is_active=False)
    change(adam, to, at, people=[cara, cody])
    assert to.people.count() == 2


def test_nobody_calls_a_list_of_dismissed_people(
    to: CallList, adam: User, cara: User, cody: User, at: datetime
) -> None:
    team = Team.objects.create(name="Morning")
    other = factories.call_list("Other")
    change(adam, to, at, people=[cara], teams=[team])
    assert not states_of([to], at)[0].nobody_calls
    User.objects.filter(pk=cara.pk).update(is_active=False)
    to.refresh_from_db()
    states = states_of([to, other], at)
    assert [state.nobody_calls for state in states] == [True, False]
    User.objects.filter(pk=cody.pk).update(team=team)
    assert not states_of([to], at)[0].nobody_calls
    assert not states[1].around.is_assigned


def test_an_assigned_list_is_called_by_those_named_only(
    to: CallList, adam: User, cara: User, cody: User, at: datetime
) -> None:
    factories.lead(to)
    change(adam, to, at, people=[cody])
    assert take_next_lead(actor=cara, at=at) is None
    assert take_next_lead(actor=cody, at=at) is not None


def test_a_team_calls_its_list(to: CallList, adam: User, cara: User, cody: User, at: datetime) -> None:
    team = Team.objects.create(name="Morning")
    User.objects.filter(pk=cara.pk).update(team=team)
    factories.lead(to)
    change(adam, to, at, teams=[team])
    assert take_next_lead(actor=cody, at=at) is None
    assert take_next_lead(actor=User.objects.get(pk=cara.pk), at=at) is not None


def test_from_its_last_day_on_nobody_is_called(to: CallList, adam: User, cara: User, at: datetime) -> None:
    factories.lead(to)
    today = date(2026, 11, 16)
    change(adam, to, at, expires_on=today)
    assert take_next_lead(actor=cara, at=at) is None
    to.refresh_from_db()
    assert states_of([to], at)[0].expired
    change(adam, to, at, expires_on=today + DAY)
    assert take_next_lead(actor=cara, at=at) is not None


def test_a_country_rests_on_its_holidays(to: CallList, adam: User, cara: User, at: datetime) -> None:
    """The list's country, not the organisation's: 26 November 2026 is Thanksgiving."""
    factories.lead(to)
    thanksgiving = at.replace(day=26)
    assert take_next_lead(actor=cara, at=thanksgiving) is None
    change(adam, to, at, region="ru")
    assert CallList.objects.get().region == "RU"
    assert take_next_lead(actor=cara, at=thanksgiving) is not None


def test_the_next_holiday_is_named() -> None:
    found = next_holiday("US", [], date(2026, 11, 16))
    assert found is not None
    assert (found.day, "Thanksgiving" in found.name) == (date(2026, 11, 26), True)
    own = next_holiday("US", ["2026-11-17"], date(2026, 11, 16))
    assert own is not None
    assert own.day == date(2026, 11, 17)
    assert next_holiday("ZZ", [], date(2026, 11, 16)) is None
    over = next_holiday("RU", [], date(2026, 12, 30))
    assert over is not None
    assert over.day == date(2026, 12, 31) or over.day.year == 2027


def test_a_rule_of_its_own_says_when_to_try_again(to: CallList, adam: User, cara: User, at: datetime) -> None:
    change(adam, to, at, spread_attempts=False, attempt_rules=[AttemptWish("busy", 180)])
    factories.lead(to)
    assert call(cara, at, "busy").due_at == at + 3 * HOUR


def test_without_spreading_the_next_attempt_is_as_early_as_it_may(
    to: CallList, adam: User, cara: User, at: datetime
) -> None:
    """Two hours apart, in the same third of the day: with spreading it would wait for noon."""
    factories.lead(to)
    factories.lead(to)
    early = at - HOUR  # 9:00 in New York
    assert call(cara, early, "busy").due_at == early + 3 * HOUR
    change(adam, to, at, spread_attempts=False)
    assert call(cara, early, "busy").due_at == early + 2 * HOUR


def test_a_result_that_came_often_enough_closes_the_lead(
    to: CallList, adam: User, cara: User, at: datetime
) -> None:
    change(adam, to, at, attempt_rules=[AttemptWish("voicemail", None, 2)])
    lead = factories.lead(to)
    assert call(cara, at, "voicemail").state == "waiting"
    Lead.objects.filter(pk=lead.pk).update(due_at=at)
    assert call(cara, at + MINUTE, "busy").state == "waiting"
    Lead.objects.filter(pk=lead.pk).update(due_at=at)
    assert call(cara, at + 2 * MINUTE, "voicemail").state == "closed"
    lead.refresh_from_db()
    assert (lead.closed_reason, lead.calls_made) == ("voicemail", 3)


def test_a_company_is_called_so_often_a_day_and_no_more(
    to: CallList, adam: User, cara: User, at: datetime
) -> None:
    change(adam, to, at, calls_a_day=2, spread_attempts=False)
    lead = factories.lead(to)
    first = call(cara, at, "busy")
    assert first.due_at == at + 2 * HOUR
    second = call(cara, first.due_at, "busy")
    assert second.due_at == datetime.fromisoformat("2026-11-17T14:00:00+00:00")  # tomorrow, 9:00 in New York
    lead.refresh_from_db()
    assert (lead.calls_that_day, lead.calls_made) == (2, 2)
    assert call(cara, second.due_at, "busy").due_at == second.due_at + 2 * HOUR
    lead.refresh_from_db()
    assert (lead.calls_that_day, lead.calls_made) == (1, 3)


def test_a_company_is_called_so_often_in_all_and_no_more(
    to: CallList, adam: User, cara: User, at: datetime
) -> None:
    change(adam, to, at, calls_in_all=2)
    lead = factories.lead(to)
    call(cara, at, "busy")
    Lead.objects.filter(pk=lead.pk).update(due_at=at)
    assert call(cara, at + MINUTE, "busy").state == "closed"
    lead.refresh_from_db()
    assert lead.closed_reason == "calls_in_all"


def test_a_limit_that_was_lowered_closes_at_the_next_claim(
    to: CallList, adam: User, cara: User, at: datetime
) -> None:
    lead = factories.lead(to, calls_made=3)
    change(adam, to, at, calls_in_all=3)
    assert take_next_lead(actor=cara, at=at) is None
    lead.refresh_from_db()
    assert (lead.state, lead.closed_reason) == ("closed", "calls_in_all")


def test_what_is_due_today_and_tomorrow(to: CallList, cara: User, at: datetime) -> None:
    """By the organisation's days: 05:00 in London on the 17th is still the 16th in New York."""
    late_tonight = datetime.fromisoformat("2026-11-17T04:59:00+00:00")
    for due in (at - DAY, at, late_tonight, late_tonight + MINUTE, at + DAY, at + 2 * DAY):
        factories.lead(to, due_at=due)
    factories.lead(to, due_at=at, state="callback", callback_owner=cara)
    factories.lead(to, due_at=at, state="closed", closed_reason="not_a_fit")
    counts = states_of([to], at)[0].counts
    assert (counts.due, counts.due_today, counts.due_tomorrow) == (3, 4, 2)


def test_the_form_sets_it_and_shows_it_again(to: CallList, adam: User, cara: User) -> None:
    client = Client()
    client.force_login(adam)
    url = reverse("callcenter:list_edit", args=[to.pk])
    page = client.get(url)
    assert "Thanksgiving" in page.content.decode() or "The next one" in page.content.decode()
    sent = {
        "name": "Clinics", "region": "US", "priority": "5", "calling_from": "10:00", "calling_to": "17:30",
        "calling_days": ["1", "2"], "max_attempts": "4", "callback_days": "30", "calls_a_day": "2",
        "expires_on": "2030-01-31", "people": [str(cara.pk)], "after-busy": "2", "unit-busy": "hours", "most-busy": "3",
        "idempotency_key": "a",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    to.refresh_from_db()
    assert (to.callback_days, to.calls_a_day, to.calls_in_all, to.spread_attempts, to.is_assigned) == (
        30, 2, None, False, True,
    )  # fmt: skip
    assert AttemptRule.objects.values_list("disposition__code", "retry_minutes", "most").get() == (
        "busy",
        120,
        3,
    )
    again = client.get(url).context["form"]
    assert (again["after-busy"].value(), again["unit-busy"].value(), again["people"].value()) == (
        2, "hours", [cara.pk],
    )  # fmt: skip
    shown = client.get(reverse("callcenter:list", args=[to.pk])).content.decode()
    assert "Cara" in shown
    assert "at most 3 times" in shown
    refused = client.post(
        url, {**sent, "calls_a_day": "0", "after-busy": "900", "unit-busy": "days", "idempotency_key": "b"}
    )
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"calls_a_day", "after-busy"})


def test_a_country_is_shown_by_its_name_in_the_readers_language() -> None:
    assert [country_name(code) for code in ("US", "NO", "XX")] == ["United States", "Norway", "XX"]
    with override("ru"):
        assert country_name("NO") == "Норвегия"
        assert zone_city("Europe/Moscow") == "Москва"
    assert [zone_city(zone) for zone in ("America/New_York", "UTC", "Nowhere/At")] == [
        "New York", "UTC", "Nowhere/At",
    ]  # fmt: skip


def test_a_retired_script_is_no_choice(to: CallList, adam: User, at: datetime) -> None:
    script = Script.objects.create(name="Old")
    ScriptVersion.objects.create(script=script, number=1, steps={}, created_at=at)
    client = Client()
    client.force_login(adam)
    page = client.get(reverse("callcenter:list_edit", args=[to.pk])).content.decode()
    assert ">Old<" not in page
    ScriptVersion.objects.update(is_published=True)
    assert ">Old<" in client.get(reverse("callcenter:list_edit", args=[to.pk])).content.decode()
