"""Quality control by keyboard alone: five calls reviewed, the answer given and read; axe looks at every page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.models import Review
from salesorg.people.models import User
from tests.callcenter.reviewed import chosen

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_calls_are_reviewed_by_keyboard(
    adam: User,
    cara: User,
    live_server: Any,
    log_in: Callable[[str], Page],
    accessible: Callable[[Page], None],
) -> None:
    for n in range(5):
        chosen(adam, cara, timezone.now() - timedelta(hours=6 - n), note="Wants a call")
    page = log_in("adam")
    page.goto(f"{live_server.url}/calls/reviews/")
    accessible(page)
    page.keyboard.press("n")
    expect(page.locator(".is-current legend")).to_contain_text("Greeted")
    accessible(page)
    for number in range(5):
        review = page.url
        for key in "1213121":
            page.keyboard.press(key)
        if not number:
            page.keyboard.press("s")
            expect(page.locator("[data-review-open]")).to_have_text("Not marked: 3")
            expect(page.locator(".is-current input:checked")).to_have_count(0)
            assert page.url == review
        expect(page.locator("[data-review-value]")).to_have_text("—")
        expect(page.locator("[data-fail] input:checked")).to_have_count(0)
        for key in "111":
            page.keyboard.press(key)
        expect(page.locator("[data-review-value]")).to_have_text("75")
        # From the button three lines up to «polite», once up and down: arrows move the frame without marking.
        for key in ["ArrowUp"] * 4 + ["ArrowDown"]:
            page.keyboard.press(key)
        expect(page.locator("[data-review-value]")).to_have_text("75")
        if number == 4:
            page.keyboard.press("3")
            expect(page.locator("[data-review-value]")).to_have_text("0")
        page.keyboard.press("e")
        page.keyboard.type("Ask 1 question more")
        page.keyboard.press("Control+Enter" if number else "Escape")
        if not number:
            page.keyboard.press("s")
        page.wait_for_url(lambda url, review=review: url != review)
    expect(page.get_by_text("Nothing to review")).to_be_visible()
    assert list(Review.objects.order_by("pk").values_list("score", "comment", "failed")) == [
        (75, "Ask 1 question more", False)
    ] * 4 + [(0, "Ask 1 question more", True)]
    for path in ("?state=made", "people/", f"people/{cara.pk}/", "calls/", "scorecards/", "scorecards/new/"):
        page.goto(f"{live_server.url}/calls/reviews/{path}")
        accessible(page)
    answer_and_read(log_in, live_server.url, accessible)


def answer_and_read(log_in: Callable[[str], Page], address: str, accessible: Callable[[Page], None]) -> None:
    page = log_in("cara")
    page.goto(f"{address}/calls/my-reviews/")
    accessible(page)
    page.locator("tbody a").first.click()
    accessible(page)
    page.get_by_label("Your answer").fill("I was polite")
    page.get_by_role("button", name="I disagree").click()
    expect(page.get_by_text("I was polite")).to_be_visible()
    page = log_in("adam")
    page.goto(f"{address}/calls/reviews/?state=answers")
    page.keyboard.press("n")
    expect(page.get_by_text("I was polite")).to_be_visible()
    page.keyboard.press("r")
    page.wait_for_url("**/calls/reviews/")
    assert Review.objects.filter(answer_read_at__isnull=False).count() == 1


def test_the_rows_of_a_scorecard_move_without_a_reload(
    adam: User, live_server: Any, log_in: Callable[[str], Page]
) -> None:
    page = log_in("adam")
    page.goto(f"{live_server.url}/calls/reviews/scorecards/new/")
    page.evaluate("window.stays = true")
    page.locator("#down-0").press("Enter")
    expect(page.locator("#text-0")).to_have_value("Said why they call")
    expect(page.locator("#down-1")).to_be_focused()
    page.get_by_role("button", name="One more criterion").click()
    expect(page.locator("#text-10")).to_be_focused()
    page.keyboard.type("Smiled")
    page.get_by_label("Name of the scorecard").fill("Second")
    assert page.evaluate("window.stays")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The scorecard is saved.")).to_be_visible()
    expect(page.get_by_text("Smiled")).to_be_visible()
