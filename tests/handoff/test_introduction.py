"""The checklist's promises and the client's reaction: real promises of the account, from the first minute."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from farmers.actions import make_promise
from farmers.models import Promise
from farmers.refusals import DueInPast, TextMissing
from handoff.actions import (
    HandedOver,
    accept_handoff,
    assign_handoff,
    introduce_farmer,
    prepare_handoff,
    set_client_language,
)
from handoff.checklist import Checklist, Promised
from handoff.models import Handoff, HandoffPromise
from handoff.refusals import AlreadyAccepted, ChecklistIncomplete, LanguageUnknown, PromisesWritten
from handoff.turn import turn_of
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import User
from tests.handoff.steps import DONE, accept, introduce, nothing_changes
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db

VISIT = Promised("A visit in December", date(2026, 12, 1))
WITHOUT = replace(DONE, no_promises=False)


@pytest.fixture
def handoff(handed: HandedOver) -> Handoff:
    return handed.handoff


def fresh(handoff: Handoff) -> Handoff:
    return Handoff.objects.get(pk=handoff.pk)


def test_a_promise_is_the_accounts_at_once(handed: HandedOver, hal: User, at: datetime) -> None:
    prepare_handoff(actor=hal, handoff=handed.handoff, checklist=Checklist(), promises=[VISIT], at=at)
    promise = Promise.objects.get()
    assert (promise.account_id, promise.made_by, promise.text, promise.due_on, promise.state) == (
        handed.account.pk, hal, *VISIT, "open",
    )  # fmt: skip
    handed.account.refresh_from_db()
    assert handed.account.promise_due_on == VISIT.due_on
    assert HandoffPromise.objects.get().handoff == handed.handoff
    assert Activity.objects.filter(verb="promise_made").count() == 1


def test_the_same_promise_is_written_once(handoff: Handoff, hal: User, at: datetime) -> None:
    for _ in range(2):
        introduce_farmer(actor=hal, handoff=handoff, checklist=WITHOUT, promises=[VISIT, VISIT], at=at)
    later = at + timedelta(days=60)
    introduce_farmer(actor=hal, handoff=handoff, checklist=WITHOUT, promises=[VISIT], at=later)
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    ("promise", "refusal"),
    [(Promised("x", date(2026, 11, 15)), DueInPast), (Promised("  ", date(2026, 12, 1)), TextMissing)],
)
def test_a_promise_has_a_text_and_a_day_to_come(
    handoff: Handoff, hal: User, at: datetime, promise: Promised, refusal: type[Exception]
) -> None:
    with nothing_changes(), pytest.raises(refusal):
        introduce_farmer(actor=hal, handoff=handoff, checklist=WITHOUT, promises=[promise], at=at)
    assert not Promise.objects.exists()
    assert fresh(handoff).state == "offered"


def test_the_step_is_done_by_promises_or_by_the_word_that_there_are_none(
    handoff: Handoff, hal: User, at: datetime
) -> None:
    with pytest.raises(ChecklistIncomplete) as refusal:
        introduce_farmer(actor=hal, handoff=handoff, checklist=WITHOUT, at=at)
    assert refusal.value.extra["missing"] == ["promises"]
    with pytest.raises(PromisesWritten):
        introduce_farmer(actor=hal, handoff=handoff, checklist=DONE, promises=[VISIT], at=at)
    assert (fresh(handoff).state, Promise.objects.count()) == ("offered", 0)
    assert introduce_farmer(actor=hal, handoff=handoff, checklist=DONE, at=at).no_promises
    with pytest.raises(PromisesWritten):
        prepare_handoff(actor=hal, handoff=handoff, checklist=DONE, promises=[VISIT], at=at)
    kept = prepare_handoff(actor=hal, handoff=handoff, checklist=WITHOUT, promises=[VISIT], at=at)
    assert not kept.no_promises


def test_only_who_introduces_passes_promises_on(
    handoff: Handoff, hugo: User, fay: User, hera: User, at: datetime
) -> None:
    for stranger in (hugo, fay):
        with nothing_changes(), pytest.raises(NotYours):
            prepare_handoff(actor=stranger, handoff=handoff, checklist=WITHOUT, promises=[VISIT], at=at)
    prepare_handoff(actor=hera, handoff=handoff, checklist=WITHOUT, promises=[VISIT], at=at)
    assert Promise.objects.get().made_by == hera


def test_the_hunter_makes_no_promise_behind_the_handoff(handed: HandedOver, hal: User, at: datetime) -> None:
    with pytest.raises(NotYours):
        make_promise(actor=hal, account=handed.account, text="x", due_on=VISIT.due_on, at=at)
    accept(handed.handoff, at)
    with nothing_changes(), pytest.raises(AlreadyAccepted):
        prepare_handoff(actor=hal, handoff=handed.handoff, checklist=WITHOUT, promises=[VISIT], at=at)


def test_promises_stay_and_the_reaction_does_not_when_another_farmer_is_assigned(
    handoff: Handoff, hal: User, fay: User, flo: User, fern: User, at: datetime
) -> None:
    told = replace(WITHOUT, reaction="uneasy", reaction_note="Who is she?")
    introduced = introduce_farmer(actor=hal, handoff=handoff, checklist=told, promises=[VISIT], at=at)
    assert (introduced.reaction, introduced.reaction_note) == ("uneasy", "Who is she?")
    assign_handoff(
        actor=fern, handoff=handoff, farmer=flo, reason="Asked for her", at=at + timedelta(hours=1)
    )
    anew = fresh(handoff)
    assert (anew.reaction, anew.reaction_note, anew.introduced_at) == ("", "", None)
    assert anew.passed_promises.get().promise.account.farmer == flo


def test_the_head_says_why_when_a_client_is_taken_from_a_farmer(
    handoff: Handoff, fay: User, flo: User, fern: User, at: datetime
) -> None:
    from handoff.refusals import ReasonMissing

    with nothing_changes(), pytest.raises(ReasonMissing):
        assign_handoff(actor=fern, handoff=handoff, farmer=flo, reason="  ", at=at)
    assert fresh(handoff).farmer == fay
    assign_handoff(
        actor=fern, handoff=handoff, farmer=flo, reason=" Speaks Polish ", at=at + timedelta(hours=1)
    )
    kept = fresh(handoff).choice
    assert (kept["given"]["name"], kept["given"]["by"], kept["given"]["reason"]) == (
        "Flo",
        "Fern",
        "Speaks Polish",
    )
    assert {row["name"] for row in kept["candidates"]} == {"Fay", "Flo"}
    assert Activity.objects.get(verb="handoff_assigned").data["reason"] == "Speaks Polish"


def test_accept_and_what_was_promised_is_the_farmers(
    handoff: Handoff, hal: User, fay: User, at: datetime
) -> None:
    introduce_farmer(actor=hal, handoff=handoff, checklist=WITHOUT, promises=[VISIT], at=at)
    accept_handoff(actor=fay, handoff=handoff, at=at)
    assert Promise.objects.get().account.farmer == fay


def test_the_clients_language(handoff: Handoff, hal: User, hugo: User, at: datetime) -> None:
    for _ in range(2):
        set_client_language(actor=hal, handoff=handoff, language="ru", at=at)
    handoff.company.refresh_from_db()
    assert handoff.company.language == "ru"
    assert Activity.objects.filter(verb="client_language_set").count() == 1
    with nothing_changes(), pytest.raises(LanguageUnknown):
        set_client_language(actor=hal, handoff=handoff, language="Klingon", at=at)
    with nothing_changes(), pytest.raises(NotYours):
        set_client_language(actor=hugo, handoff=handoff, language="en", at=at)


@pytest.mark.parametrize(
    ("state", "missing", "turn"),
    [
        ("unassigned", ["brief"], ("head", "assign")), ("returned", [], ("head", "assign")),
        ("offered", ["how", "contacts_given"], ("hunter", "how")), ("offered", [], ("hunter", "introduce")),
        ("introduced", [], ("farmer", "accept")), ("accepted", [], ("", "")),
    ],
)  # fmt: skip
def test_whose_turn_it_is(state: str, missing: list[str], turn: tuple[str, str]) -> None:
    assert turn_of(state, missing) == turn


def test_an_introduction_twice_tells_the_farmer_once(handoff: Handoff, fay: User, at: datetime) -> None:
    from salesorg.people.models import Notice

    introduce(handoff, at)
    introduce(handoff, at + timedelta(minutes=5))
    assert Notice.objects.filter(person=fay, kind="handoff_introduced").count() == 1


@pytest.mark.parametrize(("brief", "written"), [
    ("", False), ("Scanner × 1", False), ("Scanner × 1\n\nKit × 2.5 \n", False), ("Ann decides.", True),
    ("Scanner × 1\nAnn decides; mind the dog.", True),
])  # fmt: skip
def test_what_was_bought_is_no_brief_yet(brief: str, written: bool) -> None:
    assert ("brief" not in Checklist(brief=brief, own_words=True).missing) == written
    assert ("brief" not in Checklist(brief=brief).missing) == bool(brief)


def test_the_page_wants_two_lines_about_the_client(handoff: Handoff, hal: User) -> None:
    client, path = login(hal), f"/handoffs/{handoff.pk}/"
    assert handoff.brief == "Scanner × 1"
    assert b"Write two lines about the client" in client.get(path).content
    ticked = {"brief": handoff.brief, "no_promises": "on", "introduction_arranged": "on", "how": "person",
              "contacts_given": "on", "step": "introduced"}  # fmt: skip
    assert client.post(f"{path}introduce/", ticked).status_code == 422
    assert fresh(handoff).state == "offered"
    said = {**ticked, "brief": f"{handoff.brief}\nAnn decides.", "idempotency_key": "own"}
    assert client.post(f"{path}introduce/", said).status_code == 302
    assert fresh(handoff).state == "introduced"
