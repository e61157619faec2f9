"""A slip of the key: the call just logged gets the result that was meant, and the lead what that result would have left."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callcenter.actions import correct_call, forbid_calls, log_call, recycle_leads, take_next_lead
from callcenter.actions.correct_call import (
    CallNotYours,
    LeadWentOn,
    ResultStands,
    SameResult,
    TooLateToCorrect,
)
from callcenter.booking import MeetingWish
from callcenter.models import AttemptRule, Call, CallList, Claim, Disposition, Lead
from callcenter.queries import my_day
from callcenter.refusals import AnswerNeeded, UnknownDisposition
from callcenter.views.told import told_of
from hunters.models import Meeting
from salesorg.clients.models import Activity, ContactPoint, DoNotCall
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Organisation, User
from tests import factories
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HTMX = {"HX-Request": "true"}
Log = Callable[..., Call]
Counted = Callable[[int], Any]
LEFT = (
    "state", "due_at", "attempts", "tried_parts", "closed_reason", "callback_owner", "urgent", "calls_made",
    "calls_that_day", "last_call_at", "meeting",
)  # fmt: skip


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def logged(cara: User, hospitals: CallList, at: datetime) -> Log:
    """Log a call of one's own with this result."""

    def log(code: str, when: datetime = at, **given: Any) -> Call:
        claim = take_next_lead(actor=cara, at=when)
        assert claim
        return log_call(actor=cara, claim=claim, disposition=code, note="rang", at=when, **given)

    lead(hospitals)
    return log


def right(cara: User, call: Call, code: str, at: datetime, **given: Any) -> Call:
    return correct_call(actor=cara, call=call.pk, disposition=code, note=None, at=at, **given)


def left(**which: Any) -> tuple[Any, ...]:
    """The lead; of the thirds tried only the latest, because no rule asks for the one before it."""
    found = Lead.objects.values(*LEFT).get(**which)
    return tuple((found | {"tried_parts": found["tried_parts"][:1]}).values())


RESULTS = [
    "no_answer",
    "busy",
    "voicemail",
    "gatekeeper",
    "not_a_fit",
    "wrong_number",
    "not_interested",
    "callback",
]
ASKED = {"not_interested": {"reason": "no_need"}}


def asked(code: str, at: datetime) -> dict[str, Any]:
    return {"callback_at": at + 3 * HOUR} if code == "callback" else dict(ASKED.get(code, {}))


@pytest.mark.parametrize("meant", [*RESULTS, "do_not_call"])
@pytest.mark.parametrize("slipped", RESULTS)
def test_the_lead_is_left_as_the_right_result_leaves_it(
    cara: User, cody: User, hospitals: CallList, at: datetime, slipped: str, meant: str
) -> None:
    if slipped == meant:
        return
    before = {
        "attempts": 2,
        "tried_parts": [1, 2],
        "calls_made": 3,
        "calls_that_day": 1,
        "last_call_at": at - HOUR,
    }
    slip, model = (
        lead(hospitals, company=factories.company(name), due_at=at - n * MINUTE, **before)
        for n, name in ((1, "Slip"), (2, "Model"))
    )
    by = {}
    for person in (cody, cara):
        claim = take_next_lead(actor=person, at=at)
        assert claim
        by[claim.lead_id] = claim
    assert by[model.pk].manager == cody
    log_call(actor=cody, claim=by[model.pk], disposition=meant, note="", at=at, **asked(meant, at))
    call = log_call(actor=cara, claim=by[slip.pk], disposition=slipped, note="", at=at, **asked(slipped, at))
    right(cara, call, meant, at, **asked(meant, at))
    got, wanted = left(pk=slip.pk), left(pk=model.pk)
    mine = {cara.pk: "own", cody.pk: "own", None: None}
    owner = LEFT.index("callback_owner")
    assert (*got[:owner], mine[got[owner]], *got[owner + 1 :]) == (
        *wanted[:owner], mine[wanted[owner]], *wanted[owner + 1 :],
    )  # fmt: skip
    wrong = ContactPoint.objects.filter(is_wrong=True).values_list("company__lead", flat=True)
    assert set(wrong) == ({slip.pk, model.pk} if meant == "wrong_number" else set())
    assert DoNotCall.objects.count() == (2 if meant == "do_not_call" else 0)


def test_it_stays_one_call_and_says_what_it_was(cara: User, logged: Log, at: datetime) -> None:
    call = logged("no_answer")
    right(cara, call, "not_interested", at + MINUTE, reason="no_need")
    stored = Call.objects.get()
    assert (stored.disposition.code, stored.reached, stored.reason, stored.note) == (
        "not_interested", True, "no_need", "rang",
    )  # fmt: skip
    day = my_day(cara, at + MINUTE)
    assert (day.calls, day.reached) == (1, 1)
    told = Activity.objects.first()
    assert told
    assert (told.verb, told.actor, told.at) == ("call_corrected", cara, at + MINUTE)
    assert told.data == {
        "call": call.pk, "was": "no_answer", "disposition": "not_interested", "note": "rang", "reason": "no_need",
    }  # fmt: skip
    assert Activity.objects.count() == 2


def test_a_slip_of_the_correction_can_be_corrected_too(cara: User, logged: Log, at: datetime) -> None:
    call = logged("not_a_fit")
    right(cara, call, "wrong_number", at + MINUTE)
    assert ContactPoint.objects.get().is_wrong
    right(cara, call, "no_answer", at + 2 * MINUTE)
    assert not ContactPoint.objects.get().is_wrong
    found = Lead.objects.get()
    assert (found.state, found.attempts, found.tried_parts, found.due_at) == (
        "waiting",
        1,
        [0],
        at + 4 * HOUR,
    )


def test_a_number_wrong_before_stays_wrong(cara: User, logged: Log, at: datetime) -> None:
    company = Lead.objects.get().company
    old = ContactPoint.objects.create(company=company, kind="phone", value="+13125550000", is_wrong=True)
    call = logged("wrong_number")
    right(cara, call, "busy", at)
    assert list(ContactPoint.objects.filter(is_wrong=True)) == [old]


def test_what_is_due_is_never_due_before_now(cara: User, logged: Log, at: datetime) -> None:
    company = Lead.objects.get().company
    ContactPoint.objects.create(company=company, kind="phone", value="+13125550000")
    call = logged("not_a_fit")
    right(cara, call, "wrong_number", at + MINUTE)  # with another number left: at once
    assert (Lead.objects.get().state, Lead.objects.get().due_at) == ("waiting", at + MINUTE)


def test_a_rule_of_the_list_counts_the_call_once(
    cara: User, hospitals: CallList, logged: Log, at: datetime
) -> None:
    busy = Disposition.objects.get(code="busy")
    AttemptRule.objects.create(call_list=hospitals, disposition=busy, most=1)
    right(cara, logged("no_answer"), "busy", at)
    assert (Lead.objects.get().state, Lead.objects.get().closed_reason) == ("closed", "busy")


def test_a_meeting_may_be_what_was_meant(cara: User, hal: User, logged: Log, at: datetime) -> None:
    call = logged("no_answer")
    right(cara, call, "meeting_booked", at, meeting=MeetingWish(starts_at=at + DAY, place="Here"))
    meeting = Meeting.objects.get()
    assert (meeting.hunter, Lead.objects.get().meeting, Call.objects.get().meeting) == (hal, meeting, meeting)
    assert Lead.objects.get().state == "booked"


def unchanged(call: Call, seen: tuple[Any, ...], activities: int) -> bool:
    code = Call.objects.get(pk=call.pk).disposition.code
    return code == "no_answer" and left(pk=call.lead_id) == seen and Activity.objects.count() == activities


@pytest.mark.parametrize(
    ("code", "given", "refusal"),
    [
        ("no_answer", {}, SameResult), ("nonsense", {}, UnknownDisposition), ("callback", {}, AnswerNeeded),
        ("not_interested", {}, AnswerNeeded), ("meeting_booked", {}, AnswerNeeded),
    ],
)  # fmt: skip
def test_what_is_no_answer_changes_nothing(
    cara: User, logged: Log, at: datetime, code: str, given: dict[str, Any], refusal: type[ActionRefused]
) -> None:
    call = logged("no_answer")
    seen = left(pk=call.lead_id)
    with pytest.raises(refusal):
        right(cara, call, code, at, **given)
    assert unchanged(call, seen, 1)


def test_somebody_elses_call_is_not_there(cara: User, cody: User, logged: Log, at: datetime) -> None:
    call = logged("no_answer")
    seen = left(pk=call.lead_id)
    for pk in (call.pk, 2**40):
        with pytest.raises(CallNotYours):
            correct_call(actor=cody, call=pk, disposition="busy", note=None, at=at)
    assert unchanged(call, seen, 1)


def test_too_late_is_too_late(cara: User, org: Organisation, logged: Log, at: datetime) -> None:
    call = logged("no_answer")
    seen = left(pk=call.lead_id)
    with pytest.raises(TooLateToCorrect):
        right(cara, call, "busy", at + 5 * MINUTE + timedelta(seconds=1))
    org.correct_call_minutes = 0
    org.save()
    with pytest.raises(TooLateToCorrect):
        right(cara, call, "busy", at + timedelta(seconds=1))
    assert unchanged(call, seen, 1)
    org.correct_call_minutes = 5
    org.save()
    right(cara, call, "busy", at + 5 * MINUTE)
    assert Call.objects.get().disposition.code == "busy"


def test_do_not_call_and_a_meeting_stand(
    cara: User, hal: User, hospitals: CallList, logged: Log, at: datetime
) -> None:
    forbidden = logged("do_not_call")
    lead(hospitals)
    met = logged("meeting_booked", meeting=MeetingWish(starts_at=at + DAY, place="Here"))
    for call in (forbidden, met):
        with pytest.raises(ResultStands):
            right(cara, call, "busy", at)
    assert ["do-not-call" in told_of(call.pk, at).stands for call in (forbidden, met)] == [True, False]
    assert told_of(forbidden.pk, at).until is None
    assert DoNotCall.objects.count() == 1
    assert Meeting.objects.get().state == "scheduled"
    assert Lead.objects.filter(state="waiting").count() == 0


def test_a_lead_that_went_on_stays_as_it_is(
    cara: User, cody: User, adam: User, hospitals: CallList, logged: Log, at: datetime
) -> None:
    company = Lead.objects.get().company
    other = ContactPoint.objects.create(company=company, kind="phone", value="+13125550000")
    call = logged("wrong_number")  # the other number may be tried at once
    assert take_next_lead(actor=cody, at=at + MINUTE)
    with pytest.raises(LeadWentOn):
        right(cara, call, "no_answer", at + MINUTE)
    assert Lead.objects.get().state == "claimed"
    assert Call.objects.get().disposition.code == "wrong_number"
    assert not other.is_wrong


def test_what_was_closed_and_came_back_stays_as_it_is(
    cara: User, adam: User, hospitals: CallList, logged: Log, at: datetime
) -> None:
    call = logged("not_a_fit")
    recycle_leads(actor=adam, call_list=hospitals, reasons=["not_a_fit"], older_than_days=0, at=at + MINUTE)
    with pytest.raises(LeadWentOn):
        right(cara, call, "no_answer", at + MINUTE)
    assert (Lead.objects.get().state, Lead.objects.get().attempts) == ("waiting", 0)


def test_what_was_forbidden_meanwhile_stays_forbidden(
    cara: User, adam: User, logged: Log, at: datetime
) -> None:
    call = logged("no_answer")
    forbid_calls(actor=adam, phones=[ContactPoint.objects.get().value], reason="law", at=at + MINUTE)
    with pytest.raises(LeadWentOn):
        right(cara, call, "busy", at + MINUTE)
    assert Lead.objects.get().closed_reason == "do_not_call"


@pytest.fixture
def desk(client: Client, cara: User, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Client:
    for module in ("views.queue", "views.corrections", "views.mine", "api.corrections"):
        monkeypatch.setattr(f"callcenter.{module}.database_now", lambda: at)
    client.force_login(cara)
    return client


def test_the_page_says_what_happened_and_corrects_it(
    desk: Client, cara: User, hospitals: CallList, at: datetime
) -> None:
    one, following = lead(hospitals, due_at=at - HOUR), lead(hospitals, due_at=at)
    claim = take_next_lead(actor=cara, at=at)
    assert claim
    html = desk.post(
        f"/calls/claims/{claim.pk}/log/", {"disposition": "not_a_fit"}, headers=HTMX
    ).content.decode()
    call = Call.objects.get()
    assert f"{one.company.name}: not a fit, not called again" in html
    assert f'href="/calls/corrections/{call.pk}/"' in html
    shown = desk.get(f"/calls/corrections/{call.pk}/", headers=HTMX).content.decode()
    assert "How did the call really end?" in shown
    assert 'value="not_a_fit"' not in shown
    assert f'hx-get="/calls/corrections/{call.pk}/results/callback/"' in shown
    panel = desk.get(f"/calls/corrections/{call.pk}/results/callback/", headers=HTMX).content.decode()
    assert "When shall we call back?" in panel
    refused = desk.post(f"/calls/corrections/{call.pk}/", {"panel": "callback", "note": "hm"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Say when to call back." in refused.content.decode()
    sent = {"disposition": "no_answer", "note": "rang", "idempotency_key": "k"}
    for _ in range(2):  # the lost answer asked for again
        html = desk.post(f"/calls/corrections/{call.pk}/", sent, headers=HTMX).content.decode()
        assert "Corrected." in html
        assert f"{one.company.name}: no answer, again today at 14:00" in html
        assert following.company.name in html, "the lead in hand is where it was"
    one.refresh_from_db()
    assert (one.state, one.attempts) == ("waiting", 1)
    assert Activity.objects.filter(verb="call_corrected").count() == 1


def test_without_javascript_it_goes_back_to_the_desk(desk: Client, logged: Log) -> None:
    call = logged("busy")
    assert desk.get(f"/calls/corrections/{call.pk}/").status_code == 200
    fields = desk.post(f"/calls/corrections/{call.pk}/", {"open": "callback", "note": "kept"})
    assert "When shall we call back?" in fields.content.decode()
    assert "kept</textarea>" in fields.content.decode()
    answer = desk.post(f"/calls/corrections/{call.pk}/", {"disposition": "no_answer", "note": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/calls/")


def test_too_late_is_said_with_a_way_back(desk: Client, logged: Log, at: datetime) -> None:
    call = logged("busy", when=at - HOUR)
    for answer in (
        desk.get(f"/calls/corrections/{call.pk}/", headers=HTMX),
        desk.post(f"/calls/corrections/{call.pk}/", {"disposition": "no_answer"}, headers=HTMX),
    ):
        assert answer.status_code == 409
        assert "too late to correct" in answer.content.decode()
        assert "Back to the desk" in answer.content.decode()
    assert Call.objects.get().disposition.code == "busy"


def test_a_foreign_call_is_not_there(desk: Client, cody: User, logged: Log) -> None:
    call = logged("busy")
    desk.force_login(cody)
    assert desk.get(f"/calls/corrections/{call.pk}/").status_code == 404
    assert desk.get(f"/calls/corrections/{call.pk}/results/callback/").status_code == 404
    assert desk.post(f"/calls/corrections/{call.pk}/", {"disposition": "no_answer"}).status_code == 404
    assert Call.objects.get().disposition.code == "busy"


def test_what_a_correction_costs(desk: Client, logged: Log, django_assert_num_queries: Counted) -> None:
    call = logged("busy")
    desk.get("/calls/")
    # session and person, call; settings for the refusal and for the sentence, activity, claim, results
    with django_assert_num_queries(7):
        desk.get(f"/calls/corrections/{call.pk}/", headers=HTMX)


def test_the_api_corrects(desk: Client, cara: User, cody: User, logged: Log, at: datetime) -> None:
    call = logged("not_a_fit")
    api, url = APIClient(), f"/api/v1/callcenter/calls/{call.pk}/correct/"
    api.force_login(cody)
    assert api.post(url, {"disposition": "busy"}, format="json").status_code == 404
    api.force_login(cara)
    assert api.post(url, {"disposition": "busy", "x": 1}, format="json").status_code == 400
    assert "callback_at" in api.post(url, {"disposition": "callback"}, format="json").json()
    same = api.post(url, {"disposition": "not_a_fit"}, format="json")
    assert (same.status_code, same.json()["code"]) == (409, "same_result")
    key = {"HTTP_IDEMPOTENCY_KEY": "a"}
    first, again = (api.post(url, {"disposition": "no_answer"}, format="json", **key) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json()["lead"]["state"] == "waiting"
    assert datetime.fromisoformat(first.json()["lead"]["next_attempt_at"]) == at + 4 * HOUR
    assert (Call.objects.get().note, Claim.objects.count()) == ("rang", 1)
