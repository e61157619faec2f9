"""Closed leads come back into the queue; what must not be called does not."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from callcenter import recycling
from callcenter.actions import carry_recycling_on, log_call, recycle_leads, take_next_lead
from callcenter.actions.recycle_leads import NothingToRecycle, RecyclingUnderWay
from callcenter.booking import MeetingWish
from callcenter.models import AttemptRule, CallList, Disposition, Lead, Recycling
from callcenter.recycling import ReasonsWrong, how_many, outlook
from hunters.actions import record_outcome
from salesorg.clients.actions import add_to_do_not_call, change_owner
from salesorg.clients.models import Activity, Company, ContactPoint, DoNotCall, Ownership
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.calls import called
from tests.handoff.steps import first_sale

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def closed(
    to: CallList, at: datetime, reason: str = "not_interested", days: int = 100, **fields: object
) -> Lead:
    return factories.lead(
        to, state="closed", closed_reason=reason, last_call_at=at - days * DAY, attempts=6, calls_made=6,
        tried_parts=[1, 0], **fields,
    )  # fmt: skip


def recycle(actor: User, to: CallList, at: datetime, *reasons: str, days: int = 90) -> Recycling:
    return recycle_leads(
        actor=actor, call_list=to, reasons=reasons or ["not_interested"], older_than_days=days, at=at
    )


def test_they_wait_again_with_attempts_afresh(to: CallList, adam: User, cara: User, at: datetime) -> None:
    old, young, other = closed(to, at), closed(to, at, days=10), closed(to, at, "not_a_fit")
    elsewhere = closed(factories.call_list("Other"), at)
    made = recycle(adam, to, at)
    assert (made.returned, made.finished_at) == (1, at)
    old.refresh_from_db()
    assert (old.state, old.closed_reason, old.attempts, old.tried_parts, old.due_at, old.calls_made) == (
        "waiting", "", 0, [], at, 6,
    )  # fmt: skip
    assert set(Lead.objects.filter(state="closed")) == {young, other, elsewhere}
    told = Activity.objects.filter(company=old.company).get()
    assert (told.verb, told.actor, told.data) == (
        "lead_returned",
        adam,
        {"lead": old.pk, "reason": "recycled"},
    )
    summary = Activity.objects.filter(verb="leads_recycled").get()
    assert (summary.data["returned"], summary.data["reasons"]) == (1, ["not_interested"])
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.lead_id == old.pk


def test_again_there_is_nothing_to_recycle(to: CallList, adam: User, at: datetime) -> None:
    closed(to, at)
    recycle(adam, to, at)
    with pytest.raises(NothingToRecycle):
        recycle(adam, to, at)
    assert (Recycling.objects.count(), Activity.objects.count()) == (1, 2)


@pytest.mark.usefixtures("fay", "fern")
def test_what_must_not_come_back_stays(to: CallList, adam: User, hal: User, at: datetime) -> None:
    free = closed(to, at)
    owned, client, merged, forbidden, wrong, spent = (closed(to, at) for _ in range(6))
    change_owner(company=owned.company, owner=hal, stage=Ownership.Stage.HUNTING, at=at, reason="test")
    first_sale(hal, at, company=client.company)
    Company.objects.filter(pk=merged.company_id).update(merged_into=free.company_id)
    add_to_do_not_call(actor=adam, phones=[forbidden.company.contact_points.get().value], reason="law", at=at)
    ContactPoint.objects.filter(company=wrong.company_id).update(is_wrong=True)
    Lead.objects.filter(pk=spent.pk).update(calls_made=9)
    CallList.objects.update(calls_in_all=8)
    closed(to, at, "not_a_fit")
    Lead.objects.filter(pk=closed(to, at).pk).update(last_call_at=at)
    before = at - 30 * DAY
    assert how_many(to, ["not_interested"], before) == 1
    found = outlook(to, ["not_interested", "not_a_fit"], before)
    assert (found.found, found.back, found.looked_at, found.whole) == (
        2,
        {"not_interested": 1, "not_a_fit": 1},
        9,
        True,
    )
    assert found.staying == {
        "not_interested": {"owned": 1, "client": 1, "merged": 1, "no_number": 2, "limit": 1, "recent": 1}
    }
    assert recycle(adam, to, at).returned == 1
    assert list(Lead.objects.filter(state="waiting")) == [free]


def test_who_asked_not_to_be_called_comes_back_only_when_no_number_is_forbidden(
    to: CallList, adam: User, at: datetime
) -> None:
    lead = closed(to, at, "do_not_call")
    number = lead.company.contact_points.get().value
    ContactPoint.objects.create(company=lead.company, kind="phone", value="+13347938702")
    add_to_do_not_call(actor=adam, phones=[number], reason="asked", at=at, expires_on=at.date() + 9 * DAY)
    with pytest.raises(NothingToRecycle):
        recycle(adam, to, at, "do_not_call")
    DoNotCall.objects.update(expires_on="2020-01-01")
    DoNotCall.objects.all().delete()
    assert recycle(adam, to, at, "do_not_call").returned == 1


def test_of_a_huge_list_the_first_leads_are_looked_at_and_all_that_come_back_counted(
    to: CallList, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        closed(to, at)
    monkeypatch.setattr("callcenter.recycling.LOOKED_AT_MOST", 3)
    monkeypatch.setattr("callcenter.recycling._LOOKED_AT", recycling._LOOKED_AT.replace("20000", "3"))
    found = outlook(to, ["not_interested"], at)
    assert (found.found, found.looked_at, found.whole) == (5, 3, False)


@pytest.mark.parametrize("reasons", [[], ["merged"], ["telepathy"], ["not_interested", "merged"]])
def test_wrong_reasons_are_refused(to: CallList, adam: User, at: datetime, reasons: list[str]) -> None:
    lead = closed(to, at)
    with pytest.raises(ReasonsWrong):
        recycle_leads(actor=adam, call_list=to, reasons=reasons, older_than_days=0, at=at)
    assert (Lead.objects.get(pk=lead.pk).state, Recycling.objects.count()) == ("closed", 0)


def test_only_the_administrator_recycles(to: CallList, cara: User, sue: User, at: datetime) -> None:
    closed(to, at)
    for person in (cara, sue):
        with pytest.raises(NotYours):
            recycle(person, to, at)
    assert Lead.objects.get().state == "closed"


def test_many_come_back_in_batches_in_the_background(
    to: CallList,
    adam: User,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:  # type: ignore[no-untyped-def]
    import sys

    for name in ("recycle_leads", "carry_recycling_on"):
        monkeypatch.setattr(sys.modules[f"callcenter.actions.{name}"], "BATCH", 2)
    chosen = sys.modules["callcenter.actions.carry_recycling_on"]
    monkeypatch.setattr(chosen, "_CHOSEN", chosen._CHOSEN.replace("LIMIT 2000", "LIMIT 2"))
    for _ in range(5):
        closed(to, at)
    with django_capture_on_commit_callbacks() as queued:
        made = recycle(adam, to, at)
    assert (made.returned, made.finished_at, len(queued)) == (0, None, 1)
    with pytest.raises(RecyclingUnderWay):
        recycle(adam, to, at)
    done = carry_recycling_on(recycling=made, at=at)
    assert (done.returned, done.finished_at, Lead.objects.filter(state="waiting").count()) == (5, at, 5)
    carry_recycling_on(recycling=made, at=at)
    assert Activity.objects.filter(verb="leads_recycled").count() == 1


def test_the_page_previews_and_does_it(to: CallList, adam: User, sue: User) -> None:
    from django.utils import timezone

    lead = closed(to, timezone.now())
    closed(to, timezone.now(), "merged")
    closed(to, timezone.now(), "do_not_call")
    client = Client()
    client.force_login(adam)
    url = reverse("callcenter:list_recycle", args=[to.pk])
    page = client.get(url)
    assert "Not interested: 1" in page.content.decode()
    assert [code for code, _label in page.context["form"].fields["reasons"].choices] == ["not_interested"]
    assert client.post(url, {"reasons": ["do_not_call"], "older_than_days": "0"}).status_code == 422
    assert (
        client.get(url, {"reasons": ["not_interested"], "older_than_days": "90"}).context["found"].found == 1
    )
    assert (
        client.get(url, {"reasons": ["not_interested"], "older_than_days": "200"}).context["found"].found == 0
    )
    split = client.get(url, {"reasons": ["not_interested"], "older_than_days": "200"}).context["rows"]
    assert [(row["back"], row["stay"], row["why"]) for row in split] == [
        (0, 1, [("called more lately than that", 1)])
    ]
    sent = {"reasons": ["not_interested"], "older_than_days": "90", "idempotency_key": "a"}
    told = client.post(url, sent, follow=True).content.decode()
    assert "1 lead is back in the queue." in told
    assert Lead.objects.get(pk=lead.pk).state == "waiting"
    refused = client.post(url, {**sent, "idempotency_key": "b"})
    assert refused.status_code == 422
    client.force_login(sue)
    assert client.get(url).status_code == 403


def test_the_api_previews_and_does_it(to: CallList, adam: User, cara: User) -> None:
    from django.utils import timezone

    closed(to, timezone.now())
    client = APIClient()
    client.force_authenticate(adam)
    url = f"/api/v1/callcenter/call-lists/{to.pk}/recycle/"
    nothing = {"found": None, "back": {}, "staying": {}, "looked_at": 0}
    assert client.get(url).json() == {"closed": {"not_interested": 1}, **nothing}
    assert client.get(f"{url}?reasons=not_interested&older_than_days=90").json()["found"] == 1
    answer = client.get(f"{url}?reasons=not_interested&older_than_days=200").json()
    assert (answer["found"], answer["back"], answer["looked_at"]) == (0, {}, 1)
    assert answer["staying"] == {"not_interested": {"recent": 1}}
    made = client.post(url, {"reasons": ["not_interested"], "older_than_days": 90}, format="json")
    assert (made.status_code, made.json()["returned"]) == (202, 1)
    assert client.post(url, {"reasons": ["not_interested"]}, format="json").status_code == 409
    assert client.post(url, {"reasons": ["merged"]}, format="json").json()["code"] == "recycle_reasons_wrong"
    assert client.post(url, {"reasons": ["x"], "all": True}, format="json").status_code == 400
    client.force_authenticate(cara)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("recycled", [True, False])
def test_a_rules_number_of_times_is_counted_anew(
    to: CallList, adam: User, cara: User, at: datetime, recycled: bool
) -> None:
    """«Busy at most twice» says how often since it came back; the limit of all calls goes on counting."""
    busy = Disposition.objects.get(code="busy")
    AttemptRule.objects.create(call_list=to, disposition=busy, most=2)
    CallList.objects.update(calls_in_all=8)
    one = closed(to, at, "busy")
    called(one, cara, at - 101 * DAY, "busy"), called(one, cara, at - 100 * DAY, "busy")
    if recycled:
        recycle(adam, to, at, "busy")
    else:
        Lead.objects.update(state="waiting", closed_reason="", attempts=0, due_at=at)
    left = []
    for when in (at + timedelta(minutes=1), at + DAY):
        claim = take_next_lead(actor=cara, at=when)
        if claim is None:
            break
        log_call(actor=cara, claim=claim, disposition="busy", note="", at=when)
        one.refresh_from_db()
        left.append((one.state, one.closed_reason))
    assert left == ([("waiting", ""), ("closed", "busy")] if recycled else [("closed", "busy")])
    assert one.calls_made == (8 if recycled else 7)


def test_after_a_failed_meeting_too(to: CallList, cara: User, hal: User, at: datetime) -> None:
    busy = Disposition.objects.get(code="busy")
    AttemptRule.objects.create(call_list=to, disposition=busy, most=2)
    one = factories.lead(to)
    called(one, cara, at - DAY, "busy")
    claim = take_next_lead(actor=cara, at=at)
    assert claim
    wish = MeetingWish(starts_at=at + DAY, place="Here")
    log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    meeting = Lead.objects.get().meeting
    assert meeting
    record_outcome(actor=hal, meeting=meeting, outcome="no_show", at=at + DAY + timedelta(hours=1))
    claim = take_next_lead(actor=cara, at=at + DAY + timedelta(hours=2))
    assert claim
    log_call(actor=cara, claim=claim, disposition="busy", note="", at=at + DAY + timedelta(hours=2))
    one.refresh_from_db()
    assert (one.state, one.calls_made) == ("waiting", 2), "the first busy one since they were to meet"
