"""The call screen's parts: my day, breaks, look-up, callbacks, what they said; on the page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from callcenter import actions
from callcenter.default_script import TREES
from callcenter.models import Break, Call, CallList, Claim, Lead, Script, ScriptVersion
from salesorg.clients.models import DoNotCall, Reveal
from salesorg.people.models import Organisation, User
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NUMBER = "+12125550199"
Counted = Callable[[int], Any]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    for module in ("queue", "lease", "mine", "breaks", "look_up", "pulse", "talk"):
        monkeypatch.setattr(f"callcenter.views.{module}.database_now", lambda: at)


@pytest.fixture
def hospitals(org: object, at: datetime) -> CallList:
    script = Script.objects.create(name="First call")
    ScriptVersion.objects.create(script=script, number=1, steps=TREES["en"], is_published=True, created_at=at)
    return call_list(script=script)


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    lead(hospitals)
    taken = actions.take_next_lead(actor=cara, at=at)
    assert taken
    return taken


@pytest.fixture
def desk(client: Client, cara: User) -> Client:
    client.force_login(cara)
    return client


def send(desk: Client, path: str, **sent: str) -> Any:
    return desk.post(f"/calls/{path}", sent, headers=HTMX)


def log(desk: Client, claim: Claim, **sent: str) -> Any:
    return send(desk, f"claims/{claim.pk}/log/", **sent)


def test_the_hour_there_and_their_window_are_shown(desk: Client, claim: Claim) -> None:
    claim.lead.company.time_zone = "Europe/Berlin"
    claim.lead.company.save()
    html = desk.get("/calls/").content.decode()
    assert '<span data-clock-of="Europe/Berlin">16:00</span>' in html
    assert "may be called until 18:00" in html
    assert 'data-window="shut" hidden' in html


def test_outside_their_window_is_said(desk: Client, claim: Claim) -> None:
    claim.lead.company.time_zone = "Asia/Tokyo"  # midnight there
    claim.lead.company.save()
    html = desk.get("/calls/").content.decode()
    assert 'data-window="shut">' in html
    assert 'data-closes="2026-11-17T04:00:00-05:00" hidden' in html


def test_objections_have_keys(desk: Client, claim: Claim) -> None:
    html = desk.get("/calls/").content.decode()
    for key in ("KeyQ", "KeyW"):
        assert f'<summary data-key="{key}"' in html


def test_what_they_said_is_kept_with_the_call(desk: Client, claim: Claim) -> None:
    said = {"answer:hello": "none", "said:hello": " We are moving \x00house "}
    refused = log(desk, claim, panel="not_interested", **said)
    assert refused.status_code == 422
    assert 'value=" We are moving' not in refused.content.decode()
    assert 'value="We are moving house"' in refused.content.decode()
    assert f'data-draft="call-{claim.pk}"' in refused.content.decode()
    log(desk, claim, disposition="no_answer", **said)
    assert Call.objects.get().answers == [{"step": "hello", "answer": "none", "said": "We are moving house"}]


def test_words_beside_a_suitable_answer_are_not_kept(desk: Client, claim: Claim) -> None:
    log(desk, claim, disposition="no_answer", **{"answer:hello": "0", "said:hello": "left over"})
    assert Call.objects.get().answers == [{"step": "hello", "answer": 0}]


def test_do_not_call_asks_first(desk: Client, claim: Claim) -> None:
    asked = log(desk, claim, disposition="do_not_call", note="Angry")
    assert asked.status_code == 422
    assert "Never call this company again?" in asked.content.decode()
    assert "Angry</textarea>" in asked.content.decode()
    assert not DoNotCall.objects.exists()
    assert log(desk, claim, panel="do_not_call", sure="yes").status_code == 200
    assert DoNotCall.objects.count() == 1
    assert Lead.objects.get().closed_reason == "do_not_call"


def test_a_replay_of_a_promised_callback_is_answered_as_the_first(
    desk: Client, claim: Claim, hospitals: CallList, at: datetime
) -> None:
    """The answer was lost on its way: the page sends the same form again."""
    following = lead(hospitals)
    sent = {"panel": "callback", "offered": (at + DAY).isoformat(), "idempotency_key": "k"}
    for _ in range(2):
        answer = log(desk, claim, **sent)
        assert answer.status_code == 200
        assert following.company.name in answer.content.decode()
    assert Call.objects.count() == 1


def test_too_many_callbacks_are_refused_with_the_number_and_nothing_is_lost(
    desk: Client, claim: Claim, cara: User, org: Organisation, hospitals: CallList, at: datetime
) -> None:
    org.callbacks_open_max = 1
    org.save()
    lead(hospitals, state="callback", callback_owner=cara, due_at=at + DAY)
    answer = log(desk, claim, panel="callback", offered=(at + DAY).isoformat(), note="On Friday")
    assert answer.status_code == 422
    assert "You have 1 callback open, as many as one may." in answer.content.decode()
    assert "On Friday</textarea>" in answer.content.decode()
    assert not Call.objects.exists()


def test_the_key_tells_talk_and_wrap_up(desk: Client, claim: Claim, at: datetime) -> None:
    assert "They hung up" in send(desk, f"claims/{claim.pk}/answered/").content.decode()
    assert "Wrap-up" in send(desk, f"claims/{claim.pk}/hung-up/").content.decode()
    assert "Wrap-up" in desk.get(f"/calls/claims/{claim.pk}/talk/").content.decode()
    told = Claim.objects.get()
    assert (told.answered_at, told.hung_up_at) == (at, at)


def test_the_key_of_a_lost_lead_says_so(desk: Client, claim: Claim, at: datetime) -> None:
    Claim.objects.update(expires_at=at, started_at=at - HOUR)
    answer = send(desk, f"claims/{claim.pk}/answered/")
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#screen")
    assert desk.get(f"/calls/claims/{claim.pk}/talk/").status_code == 404


def test_a_lost_lead_keeps_the_note_that_the_lease_sent_along(
    desk: Client, claim: Claim, at: datetime
) -> None:
    Claim.objects.update(expires_at=at, started_at=at - HOUR)
    answer = send(desk, f"claims/{claim.pk}/renew/", note="Ann decides", **{"said:hello": "Who?"})
    assert answer.status_code == 409
    assert "Ann decides\nWho?</textarea>" in answer.content.decode()


def test_the_lease_is_renewed_often_enough_for_its_length(
    desk: Client, claim: Claim, org: Organisation
) -> None:
    assert 'hx-trigger="every 240s"' in desk.get("/calls/").content.decode()
    org.claim_lease_minutes = 2
    org.save()
    assert "every 24s" in send(desk, f"claims/{claim.pk}/renew/").content.decode()


def test_absence_ends_the_claim_by_its_lease(desk: Client, claim: Claim, at: datetime) -> None:
    """Nothing on the other pages renews it: whoever comes back later finds the start, and the lead is somebody else's to call."""
    Claim.objects.update(started_at=at - HOUR, expires_at=at - timedelta(minutes=40))
    for path in ("/calls/pulse/", "/calls/mine/", "/calls/callbacks/"):
        desk.get(path)
    actions.sweep_claims(at=at)
    assert Lead.objects.get().state == "waiting"
    assert 'id="start"' in desk.get("/calls/").content.decode()


def test_my_day_is_a_fragment_with_what_changes(
    desk: Client, cara: User, claim: Claim, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals, state="callback", callback_owner=cara, due_at=at + timedelta(minutes=4))
    lead(hospitals, state="callback", callback_owner=cara, due_at=at + timedelta(minutes=6))
    answer = desk.get("/calls/pulse/")
    html = answer.content.decode()
    assert f'data-claim="{claim.pk}"' in html
    assert html.count("Your callback comes up:") == 1
    assert "of 60" in html
    assert desk.get("/calls/pulse/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_due_callback_is_said_so(desk: Client, cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals, state="callback", callback_owner=cara, due_at=at)
    assert "Your callback is due:" in desk.get("/calls/pulse/").content.decode()


def test_the_navigation_counts_callbacks_that_come_up(desk: Client, cara: User, hospitals: CallList) -> None:
    assert "shell-badge" not in desk.get("/calls/callbacks/").content.decode()
    lead(hospitals, state="callback", callback_owner=cara)  # long due by the real clock
    assert '<span class="shell-badge">1</span>' in desk.get("/calls/callbacks/").content.decode()


def test_a_break_is_begun_shown_and_ended(desk: Client, cara: User, hospitals: CallList) -> None:
    following = lead(hospitals)
    html = send(desk, "breaks/start/", reason="lunch").content.decode()
    assert "On a break: Lunch" in html
    assert "Next lead" not in html
    refused = send(desk, "next/")
    assert refused.status_code == 422
    assert "You are on a break. End it, and the next lead comes." in refused.content.decode()
    assert following.company.name in send(desk, "breaks/end/", next="1").content.decode()
    assert Break.objects.get().ended_at is not None


def test_todays_breaks_stand_on_the_start_with_their_lengths(desk: Client, cara: User, at: datetime) -> None:
    for start, end in ((DAY, DAY - HOUR), (2 * HOUR, 2 * HOUR - timedelta(minutes=15))):
        Break.objects.create(person=cara, reason="training", started_at=at - start, ended_at=at - end)
    html = desk.get("/calls/").content.decode()
    assert html.count('<th scope="row">Training</th>') == 1
    assert "15 min" in html


def test_a_break_with_a_lead_in_hand_is_refused_and_the_lead_stays(desk: Client, claim: Claim) -> None:
    answer = send(desk, "breaks/start/", reason="rest")
    assert answer.status_code == 422
    assert 'id="claim"' in answer.content.decode()
    assert not Break.objects.exists()


def test_stop_after_this_call_then_break(desk: Client, claim: Claim, hospitals: CallList) -> None:
    lead(hospitals)
    html = log(desk, claim, disposition="busy", then_break="rest").content.decode()
    assert "On a break: Short rest" in html
    assert Call.objects.count() == 1
    assert not Claim.objects.filter(ended_at__isnull=True).exists()


def test_ending_a_break_twice_is_no_trouble(desk: Client, org: object) -> None:
    assert send(desk, "breaks/end/").status_code == 200
    assert desk.post("/calls/breaks/end/")["Location"] == "/calls/"


def test_a_caller_is_looked_up_and_opened(desk: Client, hospitals: CallList) -> None:
    lead(hospitals, company=company("Mercy", phone=NUMBER), state="closed", closed_reason="not_a_fit")
    html = send(desk, "look-up/", number="(212) 555-0199", idempotency_key="k").content.decode()
    assert 'id="claim"' in html
    assert "They called us" in html
    # The same form again: one look, the same screen.
    assert (
        'id="claim"' in send(desk, "look-up/", number="(212) 555-0199", idempotency_key="k").content.decode()
    )
    assert Reveal.objects.count() == 1


def test_whose_it_is_is_said_and_nothing_else(
    desk: Client, cody: User, hospitals: CallList, at: datetime
) -> None:
    cody.extension = "104"
    cody.save()
    lead(hospitals, company=company("Mercy", phone=NUMBER))
    actions.take_next_lead(actor=cody, at=at)
    html = send(desk, "look-up/", number=NUMBER).content.decode()
    assert "Cody is calling them right now" in html
    assert "extension 104" in html
    assert "Mercy" not in html


def test_unknown_forbidden_and_nonsense_are_said(desk: Client, org: Organisation, at: datetime) -> None:
    assert "Nobody here knows this number" in send(desk, "look-up/", number=NUMBER).content.decode()
    DoNotCall.objects.create(phone=NUMBER, reason="asked", added_at=at)
    assert "This number is on do-not-call" in send(desk, "look-up/", number=NUMBER).content.decode()
    answer = send(desk, "look-up/", number="<b>Mercy</b>")
    assert answer.status_code == 422
    assert "This is no telephone number." in answer.content.decode()
    assert "&lt;b&gt;Mercy" in answer.content.decode()
    org.reveals_per_day = 2
    org.save()
    spent = send(desk, "look-up/", number=NUMBER)
    assert spent.status_code == 422
    assert "as many contacts as one day allows" in spent.content.decode()


def test_no_look_up_with_a_lead_in_hand_and_the_screen_stays(desk: Client, claim: Claim) -> None:
    answer = send(desk, "look-up/", number=NUMBER)
    assert (answer.status_code, answer["HX-Reswap"]) == (422, "none")
    assert "You already have a lead in hand" in answer["HX-Trigger"]
    assert not Reveal.objects.exists()


def test_callbacks_stand_in_both_zones(desk: Client, cara: User, hospitals: CallList, at: datetime) -> None:
    there = company("Charite", time_zone="Europe/Berlin")
    mine = lead(hospitals, company=there, state="callback", callback_owner=cara, due_at=at + HOUR)
    for path in ("/calls/callbacks/", f"/calls/callbacks/{mine.pk}/"):
        html = desk.get(path).content.decode()
        assert "17:00" in html
        assert "11:00" in html


def test_a_callback_is_moved_by_their_clock(
    desk: Client, cara: User, hospitals: CallList, at: datetime
) -> None:
    mine = lead(
        hospitals,
        company=company(time_zone="Europe/Berlin"),
        state="callback",
        callback_owner=cara,
        due_at=at,
    )
    path = f"/calls/callbacks/{mine.pk}/"
    for sent, said in (
        ({"callback_at": "2026-11-16T09:00", "reason": "Late"}, "already passed"),
        ({"callback_at": "2026-11-18T09:00"}, "required"),
        ({"reason": "Late"}, "Say when to call back."),
    ):
        refused = desk.post(f"{path}move/", sent)
        assert refused.status_code == 422
        assert said in refused.content.decode()
    moved = desk.post(f"{path}move/", {"callback_at": "2026-11-18T09:00", "reason": "They asked"})
    assert moved["Location"] == "/calls/callbacks/"
    mine.refresh_from_db()
    assert mine.due_at.isoformat() == "2026-11-18T08:00:00+00:00"


def test_a_callback_is_given_up(desk: Client, cara: User, hospitals: CallList, at: datetime) -> None:
    mine = lead(hospitals, state="callback", callback_owner=cara, due_at=at + HOUR)
    path = f"/calls/callbacks/{mine.pk}/give-up/"
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "Ill"}).status_code == 302
    assert desk.post(path, {"reason": "Ill"}).status_code == 404
    assert Lead.objects.get().state == "waiting"


def test_a_foreign_callback_is_not_there(desk: Client, cody: User, hospitals: CallList, at: datetime) -> None:
    theirs = lead(hospitals, state="callback", callback_owner=cody, due_at=at + HOUR)
    path = f"/calls/callbacks/{theirs.pk}/"
    assert desk.get(path).status_code == 404
    for step in ("move/", "give-up/"):
        assert desk.post(path + step, {"reason": "x", "callback_at": "2026-11-18T09:00"}).status_code == 404


def test_what_the_parts_cost(
    desk: Client,
    cara: User,
    claim: Claim,
    hospitals: CallList,
    at: datetime,
    django_assert_num_queries: Counted,
) -> None:
    for n in range(60):
        lead(hospitals, due_at=at + timedelta(minutes=n), state="callback", callback_owner=cara)
        Break.objects.create(person=cara, reason="rest", started_at=at, ended_at=at)
    mine = Lead.objects.filter(state="callback").first()
    assert mine
    for path, number in (
        ("/calls/pulse/", 7), (f"/calls/claims/{claim.pk}/talk/", 2), (f"/calls/callbacks/{mine.pk}/", 6),
        ("/calls/callbacks/", 5),
    ):  # fmt: skip
        desk.get(path)
        with django_assert_num_queries(number):
            assert desk.get(path).status_code == 200


def test_what_the_start_costs(
    desk: Client, cara: User, hospitals: CallList, at: datetime, django_assert_num_queries: Counted
) -> None:
    for n in range(60):
        lead(hospitals, due_at=at + timedelta(minutes=n), state="callback", callback_owner=cara)
        Break.objects.create(person=cara, reason="rest", started_at=at, ended_at=at)
    desk.get("/calls/")
    with django_assert_num_queries(7):
        assert desk.get("/calls/").status_code == 200


def test_logging_by_the_page_costs_no_more_for_all_that(
    desk: Client, claim: Claim, hospitals: CallList, django_assert_num_queries: Counted
) -> None:
    """Session, person, clock; lock, write; what comes of it; lanes, claim with its card; and savepoints within the test's own transaction."""
    lead(hospitals)
    desk.get("/calls/")
    with django_assert_num_queries(12):
        log(desk, claim, disposition="no_answer")


def test_who_calls_us_is_shown_with_history_first_and_results_that_make_sense(
    desk: Client, cara: User, hospitals: CallList, at: datetime
) -> None:
    one = lead(hospitals, company=company("Mercy", phone=NUMBER))
    earlier = actions.take_next_lead(actor=cara, at=at - 3 * DAY)
    assert earlier
    actions.log_call(actor=cara, claim=earlier, disposition="gatekeeper", note="ask for Ann", at=at - 3 * DAY)
    html = send(desk, "look-up/", number=NUMBER).content.decode()
    results, aside = html.index('id="buttons"'), html.index("Called back, and nobody to talk to?")
    for code in ("meeting_booked", "callback", "gatekeeper", "not_interested", "not_a_fit", "do_not_call"):
        assert results < html.index(f'value="{code}"') < aside, code
    for code in ("no_answer", "busy", "voicemail", "wrong_number"):
        assert html.index(f'value="{code}"') > aside, code
    assert html.index("ask for Ann") < html.index('<details class="call-script">') < html.index("data-script")
    # They were missed, and called back without an answer: then that is the truth.
    claim = Claim.objects.get(ended_at__isnull=True)
    assert log(desk, claim, disposition="no_answer").status_code == 200
    one.refresh_from_db()
    assert (one.state, Call.objects.first().is_inbound) == ("waiting", True)  # type: ignore[union-attr]


def test_who_is_called_gets_the_script_and_every_result(desk: Client, claim: Claim) -> None:
    html = desk.get("/calls/").content.decode()
    assert "Called back, and nobody to talk to?" not in html
    assert '<details class="call-script">' not in html


def test_what_comes_of_a_call_is_said(
    desk: Client, claim: Claim, cara: User, hospitals: CallList, at: datetime
) -> None:
    name = claim.lead.company.name
    html = log(desk, claim, panel="callback", offered=(at + DAY).isoformat()).content.decode()
    assert f"{name}: you call back tomorrow at 10:00" in html
    for sent, said in (
        (
            {"panel": "callback", "offered": (at + 3 * DAY).isoformat()},
            "you call back on Thu, 19 November at 10:00",
        ),
        ({"disposition": "wrong_number"}, "wrong number, not called again"),
        ({"panel": "do_not_call", "sure": "yes"}, "do not call, not called again"),
        ({"disposition": "busy"}, "busy, again today at 12:00"),
    ):
        one = lead(hospitals)
        taken = actions.take_next_lead(actor=cara, at=at)
        assert taken
        assert f"{one.company.name}: {said}" in log(desk, taken, **sent).content.decode()


def test_my_calls_offers_the_correction_of_the_newest_only(
    desk: Client, claim: Claim, cara: User, hospitals: CallList, at: datetime
) -> None:
    log(desk, claim, disposition="busy")
    call = Call.objects.get()
    link = f"/calls/corrections/{call.pk}/"
    assert link in desk.get("/calls/mine/").content.decode()
    Call.objects.update(at=at - timedelta(minutes=5))
    assert link not in desk.get("/calls/mine/").content.decode()
