"""The whole journey in a browser: eight steps, as the people who take them, with axe looking at every desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.models import Call, CallList, Lead
from callcenter.tasks import run_due_imports
from farmers.models import Account
from farmers.tasks import sweep_neglect
from handoff.models import Accrual
from handoff.tasks import accrue_due
from hunters.models import Deal, Meeting
from salesorg.people.models import Organisation, User
from salesorg.sales.models import Sale
from tests.factories import product
from tests.journey.conftest import CSV

pytestmark = pytest.mark.django_db(transaction=True)

# Milliseconds. keys.js: keys rest while nobody can have read the new lead yet.
KEYS_REST = 1000

LogIn = Callable[[str], Page]
Look = Callable[[Page], None]


@pytest.fixture
def always_open(org: Organisation) -> Organisation:
    """The browser's clock is the real one: every hour is a working hour."""
    org.working_days, org.opens_at, org.closes_at, org.country = [1, 2, 3, 4, 5, 6, 7], "00:00", "23:59", "XX"
    org.save()
    return org


def test_a_lead_becomes_a_client_who_is_cared_for(
    always_open: Organisation, cara: User, adam: User, hal: User, fay: User, fern: User, finn: User, sue: User,
    log_in: LogIn, accessible: Look, tmp_path: Path,
) -> None:  # fmt: skip
    product("Packing line", "10000.00")
    import_a_list(log_in("adam"), accessible, tmp_path)
    book_a_meeting(log_in("cara"), accessible)
    Meeting.objects.update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1)
    )
    win_the_deal(log_in("hal"), accessible)
    take_the_client_over(log_in("fay"), accessible)
    serve_the_client(log_in("fay"), accessible)
    collect_the_money(log_in("finn"), accessible)
    read_the_ledger(log_in("hal"), accessible)
    see_the_neglect(log_in, accessible)
    read_the_board(log_in("sue"), accessible)
    call_command("check_invariants")


def import_a_list(page: Page, accessible: Look, folder: Path) -> None:
    """Step 1: the administrator opens a list, uploads a file, checks the columns, reads the report."""
    accessible(page)
    page.get_by_role("link", name="New call list").first.click()
    page.get_by_label("Name", exact=False).first.fill("Autumn")
    page.get_by_role("button", name="Save").click()
    CallList.objects.update(
        calling_from="00:00", calling_to="23:59", calling_days=[1, 2, 3, 4, 5, 6, 7], region="US"
    )
    file = folder / "autumn.csv"
    file.write_bytes(CSV.encode("cp1252"))
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.get_by_role("heading", name="Check the columns")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Import", exact=True).click()
    run_due_imports()
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text("Created")
    accessible(page)
    assert Lead.objects.count() == 2


def book_a_meeting(page: Page, accessible: Look) -> None:
    """Step 2: the call manager works with keys: next lead, no answer, next one, meeting booked."""
    accessible(page)
    page.keyboard.press("n")
    expect(page.locator("#claim")).to_be_visible()
    accessible(page)
    first = page.locator("#company-name").inner_text()
    page.wait_for_timeout(KEYS_REST)
    page.keyboard.press("3")
    expect(page.locator("#company-name")).not_to_have_text(first)
    page.keyboard.press("3")  # a second press in haste must not log the company that has just appeared
    page.fill("#note", "Wants a packing line.")
    page.keyboard.press("Escape")
    page.wait_for_timeout(KEYS_REST)
    page.keyboard.press("1")
    slot = page.locator("input[name=slot]").first
    slot.wait_for(state="attached")
    page.locator("label.btn[for^=slot-]").first.click()
    page.fill("input[name=place]", "Their office")
    accessible(page)
    page.get_by_role("button", name="Book the meeting").click()
    expect(page.locator("#start")).to_be_visible()
    assert Meeting.objects.get().brief.startswith("Wants a packing line.")
    assert Call.objects.count() == 2


def win_the_deal(page: Page, accessible: Look) -> None:
    """Steps 3 and 4: the outcome that is owed, the deal on the board, the first sale, the introduction."""
    accessible(page)
    meeting = Meeting.objects.get()
    page.locator(f"main a[href='/hunting/meetings/{meeting.pk}/']").first.click()
    expect(page.locator("main")).to_contain_text("Wants a packing line.")
    accessible(page)
    page.get_by_label(re.compile("target", re.IGNORECASE)).first.check()
    page.fill("input[name=next_step]", "Send the proposal")
    page.fill("input[name=next_step_on]", (timezone.now() + timedelta(days=3)).date().isoformat())
    page.get_by_role("button", name="Record and go on to the deal").click()
    expect(page.get_by_role("link", name=re.compile("Win the deal"))).to_be_visible()
    accessible(page)
    page.keyboard.press("2")
    expect(page.locator("[aria-current=step]")).to_contain_text("Proposal")
    page.get_by_role("link", name="Pipeline", exact=True).first.click()
    expect(page.locator(".board-card")).to_have_count(1)
    accessible(page)
    page.goto(page.url.split("/hunting")[0] + f"/hunting/deals/{Deal.objects.get().pk}/win/")
    page.locator("select[name$=product]").first.select_option(index=1)
    page.locator("input[name$=quantity]").first.fill("2")
    accessible(page)
    page.get_by_role("button", name="Make the first sale and hand over").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is a client!")
    accessible(page)
    assert Sale.objects.get().amount == Decimal("20000.00")
    page.get_by_role("link", name="Introduce the farmer").click()
    page.fill("textarea[name=brief]", "Two old lines, one to be replaced.")
    page.fill("input[name=promise_text]", "A maintenance plan by Friday.")
    page.fill("input[name=promise_due_on]", (timezone.now() + timedelta(days=4)).date().isoformat())
    page.get_by_role("button", name="Write the promise down").click()
    expect(page.locator("#promises")).to_contain_text("A maintenance plan by Friday.")
    page.check("input[name=introduction_arranged]")
    page.check("input[name=how][value=person]")
    page.check("input[name=reaction][value=glad]")
    page.check("input[name=contacts_given]")
    accessible(page)
    page.get_by_role("button", name="The farmer is introduced").click()
    expect(page.locator("main")).to_contain_text("Introduced")


def take_the_client_over(page: Page, accessible: Look) -> None:
    """Step 4: the farmer reads and accepts."""
    page.get_by_role("link", name="Handoffs").first.click()
    accessible(page)
    page.locator("main table a").first.click()
    expect(page.locator("main")).to_contain_text("A maintenance plan by Friday.")
    page.get_by_role("link", name="Read the whole story first").click()
    expect(page.locator("main")).to_contain_text("Wants a packing line.")
    expect(page.locator("main")).to_contain_text("Two old lines, one to be replaced.")
    accessible(page)
    page.get_by_role("link", name="The handoff").click()
    page.get_by_role("button", name="Accept the client").click()
    expect(page.locator("main")).to_contain_text("Nobody has reached this client yet")
    accessible(page)
    page.get_by_role("link", name="Portfolio", exact=True).first.click()


def serve_the_client(page: Page, accessible: Look) -> None:
    """Step 5: a contact in two clicks, a repeat sale."""
    accessible(page)
    page.get_by_role("link", name="Log a contact").click()
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator("tbody[id^=row-]")).not_to_contain_text("None yet")
    page.locator("tbody[id^=row-] a").first.click()
    expect(page.locator("main")).to_contain_text("Bought")
    accessible(page)
    page.keyboard.press("s")
    page.locator("#modal-body select").first.select_option(index=1)
    page.locator("#modal-body input[name*=quantity]").first.fill("1")
    page.locator("#modal-body button.btn-primary").last.click()
    expect(page.locator("main")).to_contain_text("Repeat sale")
    account = Account.objects.get()
    assert account.last_touch_at is not None
    assert Sale.objects.count() == 2


def collect_the_money(page: Page, accessible: Look) -> None:
    """Step 6: finance records a payment and a part of it back."""
    accessible(page)
    page.get_by_role("link", name=re.compile("Record a payment")).click()
    page.fill("#q", Sale.objects.get(kind="first").number)
    page.get_by_role("button", name="Find").click()
    page.locator("#_found_sales a[href*='/payments/new/']").first.click()
    page.fill("input[name=external_id]", "BANK-1")
    accessible(page)
    page.get_by_role("button", name="Record the payment").click()
    expect(page.locator("main")).to_contain_text("BANK-1")
    page.get_by_role("link", name="Refund").first.click()
    page.fill("input[name=amount]", "5000.00")
    page.fill("input[name=external_id]", "BACK-1")
    accessible(page)
    page.get_by_role("button", name="Record the refund").click()
    expect(page.locator("main")).to_contain_text("BACK-1")
    accrue_due()
    # The held meeting has its line too, and by the plan at hand it is worth nothing.
    assert sorted(Accrual.objects.values_list("kind", "amount")) == [
        ("bonus", Decimal("-500.00")),
        ("bonus", Decimal("2000.00")),
        ("meeting", Decimal("0.00")),
    ]


def read_the_ledger(page: Page, accessible: Look) -> None:
    """Step 6: the hunter reads what it gave."""
    page.get_by_role("link", name="Commissions").click()
    expect(page.locator("main")).to_contain_text("$2,000.00")
    expect(page.locator("main")).to_contain_text("500.00")
    accessible(page)


def see_the_neglect(log_in: LogIn, accessible: Look) -> None:
    """Step 7: nobody called for 40 days; the farmer, the head and the hiring signal say so."""
    past = timezone.now().date() - timedelta(days=10)
    Account.objects.update(neglected_from=past, lost_from=past + timedelta(days=60))
    User.objects.filter(username="fay").update(capacity=1)
    sweep_neglect()
    page = log_in("fay")
    expect(page.locator("main")).to_contain_text("Neglected")
    expect(page.locator("tbody[id^=row-]").first).to_contain_text(re.compile("[Nn]eglected"))
    accessible(page)
    page = log_in("fern")
    expect(page.locator("main")).to_contain_text("must grow")
    accessible(page)


def read_the_board(page: Page, accessible: Look) -> None:
    """Step 8: the head of sales sees the funnel, the red zone, revenue and what is owed."""
    for words in ("Funnel", "Revenue", "must grow", "commission"):
        expect(page.locator("main")).to_contain_text(re.compile(words, re.IGNORECASE))
    page.wait_for_selector("canvas")
    accessible(page)
    page.get_by_role("link", name="Companies").first.click()
    page.locator("main a[href*='/companies/']").first.click()
    expect(page.locator("main")).to_contain_text("Fay")
    accessible(page)


def test_a_phone_shows_every_desk_without_scrolling_sideways(
    always_open: Organisation, live_server: Any, log_in: LogIn, cara: User, adam: User, hal: User, hera: User,
    fay: User, fern: User, finn: User, sue: User, root: User,
) -> None:  # fmt: skip
    for username in ("cara", "adam", "hal", "hera", "fay", "fern", "finn", "sue", "root"):
        page = log_in(username)
        page.set_viewport_size({"width": 390, "height": 844})
        desks = page.eval_on_selector_all(
            "nav a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
        )
        for desk in dict.fromkeys(desks):
            answer = page.goto(f"{live_server.url}{desk}")
            assert answer is not None
            assert answer.status == 200, (username, desk)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, (username, desk)
