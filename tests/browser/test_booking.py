"""The grid of free times by keyboard, on a phone, and the administrator's page: axe finds nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.models import MeetingAudit
from hunters.models import Invitation, Meeting
from salesorg.clients.models import ContactPoint
from salesorg.people.models import Organisation, User
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db(transaction=True)
LogIn = Callable[[str], Page]
Look = Callable[[Page], None]


@pytest.fixture
def desk(org: Organisation, cara: User, hal: User, adam: User) -> None:
    org.working_days, org.opens_at, org.closes_at, org.country = [1, 2, 3, 4, 5, 6, 7], "00:00", "23:59", "XX"
    org.meetings_are_audited = True
    org.save()
    theirs = company("Mercy", address="12 Elm Street")
    ContactPoint.objects.create(company=theirs, kind="email", value="ann@mercy.example")
    # One calling day is as good as another: the list may be called now, whenever that is.
    list_ = call_list(calling_from="00:00", calling_to="23:59", calling_days=[1, 2, 3, 4, 5, 6, 7])
    lead(list_, company=theirs, due_at=timezone.now() - timedelta(hours=1))


def chosen(page: Page) -> dict[str, Any]:
    """What the grid says of its chosen time: the place of its day and row."""
    found: dict[str, Any] = page.evaluate("""() => {
        const one = document.querySelector('input[name=slot]:checked');
        const days = [...document.querySelectorAll('[data-slot-day]')];
        return {day: days.indexOf(one.closest('[data-slot-day]')), row: Number(one.dataset.row),
                focused: one === document.activeElement};
    }""")
    return found


@pytest.mark.usefixtures("desk")
def test_a_meeting_is_booked_by_keyboard_and_passed_on(log_in: LogIn, accessible: Look) -> None:
    page = log_in("cara")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Mercy")).to_be_visible()
    page.wait_for_timeout(1000)
    page.keyboard.press("1")
    expect(page.get_by_role("radiogroup", name="Free times")).to_be_visible()
    # On a busy machine the grid takes the focus a moment after it is there.
    page.wait_for_function("document.activeElement?.name === 'slot'")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('input[name=slot]:checked') === document.activeElement")
    begun = chosen(page)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    moved = chosen(page)
    assert moved["focused"]
    assert moved["day"] == begun["day"] + 1
    expect(page.locator("[data-slot-said]")).to_contain_text("Hal meets them on")
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".slot-day:visible").count() == 1
    assert page.locator(".slot-day:visible input[name=slot]:checked").count() == 1, "the day of the choice"
    accessible(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mercy meets Hal on")).to_be_visible()
    assert Meeting.objects.get().on_hold
    assert Invitation.objects.get().state == "queued"

    page = log_in("adam")
    page.goto(page.url.split("/calls/")[0] + "/calls/audits/")
    accessible(page)
    page.keyboard.press("p")
    expect(page.get_by_text("The hunter has the meeting.")).to_be_visible()
    assert MeetingAudit.objects.get().state == "approved"
