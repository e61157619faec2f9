"""Eight hours with hands on the keyboard, and what may go wrong on the way: nothing typed is lost, nothing counts twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter import actions
from callcenter.default_script import TREES
from callcenter.models import Break, Call, CallList, Claim, Lead, Script, ScriptVersion
from salesorg.clients.models import DoNotCall
from salesorg.people.models import Organisation, User
from tests.factories import PASSWORD, call_list, company, lead

pytestmark = pytest.mark.django_db(transaction=True)
# Milliseconds. keys.js: keys rest while nobody can have read the new lead yet.
KEYS_REST = 1000
NUMBER = "+12125550199"


@pytest.fixture
def hospitals(org: Organisation) -> CallList:
    """Leads that may be called now, whatever the hour is."""
    org.country = "XX"
    org.save()
    script = Script.objects.create(name="First call")
    now = timezone.now()
    ScriptVersion.objects.create(
        script=script, number=1, steps=TREES["en"], is_published=True, created_at=now
    )
    every_day = {"calling_from": "00:00", "calling_to": "23:59", "calling_days": [1, 2, 3, 4, 5, 6, 7]}
    return call_list(script=script, region="XX", **every_day)


@pytest.fixture
def desk(page: Page, live_server: Any, cara: User, hospitals: CallList) -> Page:
    """The start, logged in. Not the strict page: a lost connection is an error in any console."""
    enter(page, f"{live_server.url}/login/")
    return page


def enter(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("input[name=username]", "cara")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def take(page: Page) -> str:
    """The next lead by key; returns its company."""
    page.keyboard.press("n")
    expect(page.locator("#claim")).to_be_visible()
    page.wait_for_timeout(KEYS_REST)
    return page.locator("#company-name").inner_text()


def note(page: Page, text: str) -> None:
    page.keyboard.press("e")
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def gone_on(page: Page, company: str) -> None:
    """The next lead is there, and keys work again."""
    expect(page.locator("#company-name")).not_to_have_text(company)
    page.wait_for_timeout(KEYS_REST)


def test_a_day_by_keyboard_only(
    log_in: Callable[[str], Page], accessible: Callable[[Page], None], cara: User, hospitals: CallList
) -> None:
    for _ in range(5):
        lead(hospitals)
    page = log_in("cara")
    expect(page.locator("#pulse dl")).to_be_visible()
    accessible(page)
    name = take(page)
    # The script: an answer, back, no suitable answer in their words; an objection.
    page.keyboard.press("a")
    expect(page.locator("#step-why")).to_be_visible()
    page.keyboard.press("Backspace")
    page.keyboard.press("z")
    page.keyboard.type("We are moving house")
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    expect(page.get_by_text("From open sources.")).to_be_visible()
    # The talk's two moments by one key.
    page.keyboard.press("v")
    expect(page.get_by_role("button", name="They hung up")).to_be_visible()
    page.keyboard.press("v")
    expect(page.locator("#talk")).to_contain_text("Wrap-up")
    note(page, "Ring in spring")
    accessible(page)
    page.keyboard.press("2")
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#buttons")).to_be_hidden()
    page.keyboard.press("1")
    accessible(page)
    page.keyboard.press("Enter")
    gone_on(page, name)
    first = Call.objects.get()
    assert (first.disposition.code, first.note) == ("callback", "Ring in spring")
    assert first.answers == [{"step": "hello", "answer": "none", "said": "We are moving house"}]
    assert first.talk_seconds is not None
    assert first.wrap_up_seconds is not None
    expect(page.locator("#pulse dl")).to_contain_text("1 of")
    # Do not call asks; Escape goes back; then it is meant.
    name = page.locator("#company-name").inner_text()
    page.keyboard.press("0")
    expect(page.locator("#panel")).to_contain_text("Never call this company again?")
    accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_have_count(0)
    assert not DoNotCall.objects.exists()
    page.keyboard.press("0")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Enter")
    gone_on(page, name)
    assert DoNotCall.objects.count() == 1
    # Why not, by key; then stop.
    name = page.locator("#company-name").inner_text()
    page.keyboard.press("7")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    gone_on(page, name)
    page.keyboard.press("x")
    page.keyboard.press("3")
    expect(page.locator("#start")).to_be_visible()
    page.wait_for_timeout(KEYS_REST)
    # A break, and back to work.
    page.keyboard.press("b")
    page.keyboard.press("2")
    expect(page.locator("#start")).to_contain_text("On a break: Lunch")
    accessible(page)
    page.wait_for_timeout(KEYS_REST)
    page.keyboard.press("n")
    expect(page.locator("#claim")).to_be_visible()
    assert Break.objects.get().ended_at is not None
    assert [call.disposition.code for call in Call.objects.order_by("id")] == [
        "callback", "do_not_call", "not_interested", "no_answer",
    ]  # fmt: skip


def test_a_lost_connection_loses_nothing_and_counts_once(desk: Page, hospitals: CallList) -> None:
    for _ in range(3):
        lead(hospitals)
    name = take(desk)
    note(desk, "Ann decides")
    desk.context.set_offline(True)
    desk.keyboard.press("3")
    expect(desk.get_by_text("Not sent yet: there is no connection")).to_be_visible()
    expect(desk.locator("#note")).to_have_value("Ann decides")
    assert not Call.objects.exists()
    desk.context.set_offline(False)
    gone_on(desk, name)
    assert [call.note for call in Call.objects.all()] == ["Ann decides"]


def test_a_lost_answer_is_asked_for_again_with_the_same_key(desk: Page, hospitals: CallList) -> None:
    """The server has logged the call, but the page never heard of it."""
    for _ in range(3):
        lead(hospitals)
    lost = []

    def lose(route: Any) -> None:
        lost.append(route.request.post_data)  # first: the page may follow the server before the fetch returns
        route.fetch()
        route.abort("connectionreset")

    # Before anything else: a request that follows at once may slip past a route that was just asked for.
    desk.route("**/log/", lose, times=1)
    name = take(desk)
    note(desk, "Ann decides")
    desk.keyboard.press("3")
    gone_on(desk, name)
    assert len(lost) == 1
    assert Call.objects.count() == 1
    assert Claim.objects.filter(ended_at__isnull=True).count() == 1


def test_an_expired_session_comes_back_with_the_note(desk: Page, hospitals: CallList) -> None:
    lead(hospitals)
    name = take(desk)
    desk.keyboard.press("a")
    note(desk, "Ann decides")
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.keyboard.press("3")
    way_back = desk.get_by_role("link", name="Sign in and go on")
    expect(way_back).to_be_visible()
    assert not Call.objects.exists()
    way_back.click()
    enter(desk, desk.url)
    expect(desk.locator("#company-name")).to_have_text(name)
    expect(desk.locator("#note")).to_have_value("Ann decides")
    expect(desk.locator("#step-why")).to_be_visible()
    desk.keyboard.press("3")
    expect(desk.locator("#start")).to_be_visible()
    call = Call.objects.get()
    assert (call.note, call.answers) == ("Ann decides", [{"step": "hello", "answer": 0}])


def test_a_late_claim_keeps_the_note_in_sight(desk: Page, hospitals: CallList, cody: User) -> None:
    lead(hospitals)
    take(desk)
    note(desk, "Ann decides")
    now = timezone.now()
    Claim.objects.update(started_at=now - timedelta(hours=1), expires_at=now - timedelta(minutes=1))
    actions.sweep_claims(at=now)
    assert actions.take_next_lead(actor=cody, at=now)
    desk.keyboard.press("3")
    expect(desk.get_by_text("This lead is no longer in your hands")).to_be_visible()
    expect(desk.locator("#kept-note")).to_have_value("Ann decides")
    assert not Call.objects.exists()
    assert Lead.objects.get().state == "claimed"


def test_a_second_tab_follows_and_shows_what_was_written_there(
    desk: Page, live_server: Any, hospitals: CallList
) -> None:
    for _ in range(3):
        lead(hospitals)
    first = take(desk)
    other = desk.context.new_page()
    other.goto(f"{live_server.url}/calls/")
    expect(other.locator("#company-name")).to_have_text(first)
    note(other, "Half a sentence")
    desk.bring_to_front()
    desk.keyboard.press("3")
    gone_on(desk, first)
    second = desk.locator("#company-name").inner_text()
    expect(other.locator("#company-name")).to_have_text(second)
    expect(other.locator("#followed")).to_contain_text("The lead in hand has changed")
    expect(other.locator("#followed-note")).to_have_value("Half a sentence")
    expect(other.locator("#note")).to_have_value("")
    # The second tab goes on, the first one follows.
    other.bring_to_front()
    other.wait_for_timeout(KEYS_REST)
    other.keyboard.press("4")
    gone_on(other, second)
    expect(desk.locator("#company-name")).to_have_text(other.locator("#company-name").inner_text())
    assert [call.disposition.code for call in Call.objects.order_by("id")] == ["no_answer", "busy"]


def test_who_leaves_the_screen_loses_the_lead_with_its_lease(
    desk: Page, live_server: Any, hospitals: CallList, org: Organisation
) -> None:
    org.claim_lease_minutes = 1
    org.save()
    lead(hospitals)
    take(desk)
    until = Claim.objects.get().expires_at
    # While the page is open it renews; a lease of a minute every twelve seconds.
    with desk.expect_response("**/renew/", timeout=30_000):
        pass
    renewed = Claim.objects.get().expires_at
    assert renewed > until
    desk.goto(f"{live_server.url}/calls/callbacks/")
    desk.wait_for_timeout(16_000)
    assert Claim.objects.get().expires_at == renewed
    actions.sweep_claims(at=renewed)
    assert Lead.objects.get().state == "waiting"
    desk.goto(f"{live_server.url}/calls/")
    expect(desk.locator("#start")).to_be_visible()


def test_a_lead_that_calls_back_is_opened_by_its_number(desk: Page, hospitals: CallList) -> None:
    lead(hospitals, company=company("Mercy", phone=NUMBER), due_at=timezone.now() + timedelta(days=9))
    desk.keyboard.press("/")
    desk.keyboard.type("+1 (212) 555-0199")
    desk.keyboard.press("Enter")
    expect(desk.locator("#company-name")).to_have_text("Mercy")
    expect(desk.locator("#claim")).to_contain_text("They called us")
    assert Claim.objects.get().is_inbound


def test_a_slip_of_the_key_is_corrected_by_keys(
    log_in: Callable[[str], Page], accessible: Callable[[Page], None], cara: User, hospitals: CallList
) -> None:
    """And the next lead stays in hand."""
    lead(hospitals), lead(hospitals)
    page = log_in("cara")
    slip = take(page)
    page.keyboard.press("8")
    expect(page.get_by_text(f"{slip}: not a fit, not called again")).to_be_visible()
    gone_on(page, slip)
    following = page.locator("#company-name").inner_text()
    page.keyboard.press("m")
    expect(page.get_by_text("How did the call really end?")).to_be_visible()
    accessible(page)
    page.wait_for_timeout(KEYS_REST)
    page.keyboard.press("2")
    expect(page.get_by_role("radiogroup", name="Offered times")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Corrected.")).to_be_visible()
    assert page.locator("#company-name").inner_text() == following
    accessible(page)
    corrected = Lead.objects.get(company__name=slip)
    assert (corrected.state, corrected.callback_owner) == ("callback", cara)


def test_who_signs_out_and_in_again_in_another_tab_goes_on_here(desk: Page, hospitals: CallList) -> None:
    lead(hospitals)
    take(desk)
    note(desk, "Ann decides")
    other = desk.context.new_page()
    other.goto(desk.url)
    other.evaluate("document.querySelector('form[data-draft-forget]').requestSubmit()")
    other.wait_for_url(lambda url: "/login/" in url)
    desk.keyboard.press("3")
    expect(desk.get_by_role("link", name="Sign in and go on")).to_be_visible()
    assert not Call.objects.exists()
    # The words were forgotten with the other tab's sign-out; they are kept again, because here they still stand.
    assert desk.evaluate("Object.values(localStorage).some((kept) => kept.includes('Ann decides'))")
    enter(other, other.url)
    desk.keyboard.press("3")
    expect(desk.locator("#start")).to_be_visible()
    assert Call.objects.get().note == "Ann decides"


def test_what_a_booking_lacks_is_in_sight(
    desk: Page, hospitals: CallList, hal: User, org: Organisation
) -> None:
    org.working_days, org.opens_at, org.closes_at = [1, 2, 3, 4, 5, 6, 7], "00:00", "23:59"
    org.save()
    lead(hospitals)
    take(desk)
    desk.keyboard.press("1")
    expect(desk.locator("input[name=slot]:focus")).to_have_count(1)
    desk.keyboard.press("Space")
    expect(desk.locator("input[name=slot]:checked")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_place")).to_be_focused()
    assert desk.evaluate("document.activeElement.getBoundingClientRect().bottom < innerHeight")
