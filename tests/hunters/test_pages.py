"""Every page of the hunters: drawn for its roles, in at most ten queries however much there is, and each form does its work."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hunters.actions import reassign_prospect, record_outcome, win_deal
from hunters.models import Deal, Meeting
from salesorg.clients.models import Company, Reveal
from salesorg.people.models import User
from salesorg.sales.models import Product, Sale
from tests import factories
from tests.hunters.steps import book, lines, nothing_changes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def logged_in(person: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def now() -> datetime:
    """Pages read the real clock."""
    return timezone.now()


@pytest.fixture
def met(hal: User, cara: User, hera: User, now: datetime) -> Deal:
    """A deal of Hal's, opened now."""
    company = factories.company("Met Hospital")
    meeting = book(hera, company, hal, now + DAY, at=now)
    deal = record_outcome(actor=hal, meeting=meeting, outcome="held", on_target=True, at=now).deal
    assert deal is not None
    return deal


@pytest.fixture
def coming(hal: User, hera: User, now: datetime) -> Meeting:
    """A meeting of Hal's in two days."""
    return book(
        hera, factories.company("Acme Hospital", time_zone="America/Los_Angeles"), hal, now + 2 * DAY, at=now
    )


def pages_of(meeting: Meeting, deal: Deal) -> dict[str, str]:
    """Every page one can open, by the name of its address."""
    by_meeting = {
        name: reverse(f"hunters:{name}", args=[meeting.pk])
        for name in ("meeting", "reschedule", "invitation")
    }
    by_deal = {name: reverse(f"hunters:{name}", args=[deal.pk]) for name in ("deal", "win", "preview")}
    of_company = ("meet_again", "open_deal", "panel")
    by_company = {name: reverse(f"hunters:{name}", args=[deal.company_id]) for name in of_company}
    plain = {name: reverse(f"hunters:{name}") for name in ("desk", "week", "meetings", "pipeline")}
    return plain | by_meeting | by_deal | by_company | {"list": reverse("hunters:pipeline") + "?view=list"}


def grow(hal: User, deal: Deal, now: datetime, number: int) -> None:
    """Many more meetings and deals of Hal's."""
    companies = [factories.company() for _ in range(number)]
    Meeting.objects.bulk_create(
        Meeting(company=company, hunter=hal, booked_by=hal, booked_at=now, starts_at=now + DAY * (3 + n),
                ends_at=now + DAY * (3 + n) + timedelta(hours=1), brief="Why")
        for n, company in enumerate(companies)
    )  # fmt: skip
    Deal.objects.bulk_create(
        Deal(company=company, hunter=hal, stage=deal.stage, amount=Decimal(5), next_step="Call", next_step_on=now.date() - DAY,
             opened_at=now, last_contact_at=now - 30 * DAY)
        for company in companies
    )  # fmt: skip


@pytest.mark.parametrize("role", ["hal", "hera"])
def test_pages_need_few_queries_however_much_there_is(
    role: str, hal: User, hera: User, met: Deal, coming: Meeting, scanner: Product, now: datetime,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    client = logged_in({"hal": hal, "hera": hera}[role])
    counts: dict[str, list[int]] = {}
    for number in (0, 20):
        grow(hal, met, now, number)
        for name, url in pages_of(coming, met).items():
            with django_assert_max_num_queries(10) as captured:
                response = client.get(url)
            assert response.status_code == 200, name
            counts.setdefault(name, []).append(len(captured))
    assert {name: seen for name, seen in counts.items() if seen[0] != seen[1]} == {}


def test_others_see_nothing_of_it(
    cara: User, adam: User, fay: User, finn: User, root: User, hugo: User, met: Deal, coming: Meeting
) -> None:
    foreign = pages_of(coming, met)
    for person in (cara, adam, fay, finn, root):
        client = logged_in(person)
        for name, url in foreign.items():
            response = client.get(url)
            assert response.status_code == (200 if name == "panel" else 403), (person, name)
            # The administrator of the call centre sees what became of the meetings that were booked; others nothing.
            assert name != "panel" or bool(response.content) == (person == adam)
    client = logged_in(hugo)
    for name in ("meeting", "reschedule", "invitation", "deal", "win", "preview", "meet_again", "open_deal"):
        assert client.get(foreign[name]).status_code == 404, name
    assert client.get(foreign["panel"]).content == b""


def test_the_head_of_sales_reads_and_changes_nothing(sue: User, met: Deal, coming: Meeting) -> None:
    client = logged_in(sue)
    for name in ("desk", "week", "meetings", "pipeline", "meeting", "deal", "panel", "list"):
        assert client.get(pages_of(coming, met)[name]).status_code == 200, name
    with nothing_changes():
        assert client.post(reverse("hunters:move", args=[met.pk]), {"stage": "agreed"}).status_code == 403
        assert (
            client.post(reverse("hunters:outcome", args=[coming.pk]), {"outcome": "no_show"}).status_code
            == 403
        )


def test_a_held_meeting_leads_on_to_the_deal(hal: User, coming: Meeting, now: datetime) -> None:
    client, url = logged_in(hal), reverse("hunters:outcome", args=[coming.pk])
    typed = {
        "outcome": "held",
        "note": "They need two",
        "next_step": "",
        "next_step_on": "",
        "idempotency_key": "k1",
    }
    with nothing_changes():
        refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "They need two" in refused.content.decode()
    full = typed | {
        "on_target": "yes",
        "next_step": "Send it",
        "next_step_on": (now + 3 * DAY).date().isoformat(),
        "amount": "900",
    }
    answer, again = client.post(url, full), client.post(url, full)
    deal = Deal.objects.get(company=coming.company)
    assert answer.headers["Location"] == again.headers["Location"] == reverse("hunters:deal", args=[deal.pk])
    assert (deal.amount, deal.next_step) == (900, "Send it")
    coming.refresh_from_db()
    assert coming.on_target is True


def test_a_no_show_gives_the_company_back(hal: User, coming: Meeting) -> None:
    answer = logged_in(hal).post(
        reverse("hunters:outcome", args=[coming.pk]), {"outcome": "no_show", "note": ""}
    )
    assert answer.headers["Location"] == reverse("hunters:desk")
    assert Company.objects.get(pk=coming.company_id).status == "lead"


def test_an_outcome_that_is_none_is_refused(hal: User, coming: Meeting) -> None:
    with nothing_changes():
        answer = logged_in(hal).post(
            reverse("hunters:outcome", args=[coming.pk]), {"outcome": "bogus", "note": ""}
        )
    assert answer.status_code == 422


def test_a_meeting_is_moved_to_a_free_slot_or_any_other_time(
    hal: User, coming: Meeting, now: datetime
) -> None:
    client, url = logged_in(hal), reverse("hunters:reschedule", args=[coming.pk])
    slot = re.search(r'<option value="(20[^"]+)"', client.get(url).content.decode())
    assert slot is not None
    assert client.post(url, {"slot": slot.group(1), "reason": "Asked"}).status_code == 302
    coming.refresh_from_db()
    assert coming.starts_at == datetime.fromisoformat(slot.group(1))
    with nothing_changes():
        assert client.post(url, {"reason": "x"}).status_code == 422
        past = client.post(url, {"other_time": "2020-01-01T10:00", "reason": "x"})
    assert past.status_code == 422
    assert "already passed" in past.content.decode()


def test_contacts_are_masked_until_the_look_is_recorded(hal: User, hera: User, coming: Meeting) -> None:
    phone = coming.company.contact_points.get().value
    client = logged_in(hal)
    assert phone not in client.get(reverse("hunters:meeting", args=[coming.pk])).content.decode()
    url = reverse("hunters:reveal", args=[coming.company_id])
    page = client.post(url).content.decode()
    assert f"tel:{phone}" in page
    assert Reveal.objects.get().person == hal
    assert logged_in(hera).post(url).status_code == 404


def test_the_boards_move_goes_without_and_with_htmx(hal: User, met: Deal) -> None:
    client, url = logged_in(hal), reverse("hunters:move", args=[met.pk])
    assert client.post(url, {"stage": "proposal", "from": "board"}).headers["Location"] == reverse(
        "hunters:pipeline"
    )
    answer = client.post(url, {"stage": "agreed", "from": "board"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "board:changed")
    assert Deal.objects.get().stage.code == "agreed"
    board = client.get(reverse("hunters:pipeline"), headers={"HX-Request": "true"}).content.decode()
    assert board.startswith('<div id="_board"')


def test_plan_contact_and_lose(hal: User, met: Deal, now: datetime) -> None:
    client = logged_in(hal)
    soon = (now + 2 * DAY).date().isoformat()
    assert (
        client.post(
            reverse("hunters:plan", args=[met.pk]), {"next_step": "Visit", "next_step_on": soon}
        ).status_code
        == 302
    )
    assert client.post(reverse("hunters:contact", args=[met.pk]), {"note": "Spoke"}).status_code == 302
    for name, typed in (
        ("plan", {"next_step": "Visit", "next_step_on": "2020-01-01"}),
        ("contact", {}),
        ("lose", {"reason": ""}),
    ):
        with nothing_changes():
            assert client.post(reverse(f"hunters:{name}", args=[met.pk]), typed).status_code == 422
    assert client.post(reverse("hunters:lose", args=[met.pk]), {"reason": "Too dear"}).status_code == 302
    assert Deal.objects.get().state == "lost"


SALE = {"lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0", "note": "Hurry"}


def line(n: int, product: Product, **changes: str) -> dict[str, str]:
    """One filled line of the form."""
    typed = {"product": str(product.pk), "quantity": "2", "price": "", "discount": "10"} | changes
    return {f"lines-{n}-{name}": value for name, value in typed.items()}


def test_the_first_sale_from_its_page(hal: User, fay: User, fern: User, met: Deal, scanner: Product) -> None:
    client, url = logged_in(hal), reverse("hunters:win", args=[met.pk])
    preview = client.get(reverse("hunters:preview", args=[met.pk]), SALE | line(0, scanner)).content.decode()
    assert "$1,800.00" in preview
    assert "$180.00" in preview
    with nothing_changes():
        refused = client.post(url, SALE)
    assert (refused.status_code, "Hurry" in refused.content.decode()) == (422, True)
    with nothing_changes():
        assert client.post(url, SALE | line(0, scanner, quantity="-1")).status_code == 422
    typed = SALE | line(0, scanner) | {"idempotency_key": "once"}
    answer, again = client.post(url, typed), client.post(url, typed)
    assert answer.headers["Location"] == reverse("hunters:won", args=[met.pk])
    assert Sale.objects.get().amount == 1800
    # A replay finds the deal still there and answers as before.
    assert again.headers["Location"] == answer.headers["Location"]
    page = client.get(answer.headers["Location"]).content.decode()
    for told in (Sale.objects.get().number, "Fay", "$180.00", "/handoffs/"):
        assert told in page
    assert client.get(reverse("hunters:deal", args=[met.pk])).status_code == 200
    assert client.get(url).headers["Location"] == answer.headers["Location"]
    for told in (
        f"Sale {Sale.objects.get().number} to {met.company.name} is made.",
        "months 0–11: 3.00%",
        "2.00%",
    ):
        assert told in page, told


def test_a_cross_sell_from_its_pages(
    hal: User, fay: User, fern: User, met: Deal, scanner: Product, now: datetime
) -> None:
    win_deal(actor=hal, deal=met, lines=lines(scanner), note="", at=now)
    client = logged_in(hal)
    soon = (now + 2 * DAY).date().isoformat()
    opened = client.post(
        reverse("hunters:open_deal", args=[met.company_id]),
        {"title": "More", "amount": "", "next_step": "Call", "next_step_on": soon},
    )
    deal = Deal.objects.get(title="More")
    assert opened.headers["Location"] == reverse("hunters:deal", args=[deal.pk])
    assert client.get(opened.headers["Location"]).status_code == 200
    client.post(reverse("hunters:win", args=[deal.pk]), SALE | line(0, scanner))
    assert client.get(reverse("hunters:won", args=[deal.pk])).status_code == 200
    assert set(Sale.objects.values_list("kind", flat=True)) == {"first", "cross_sell"}


def test_the_head_gives_a_prospect_to_another(hera: User, hugo: User, hal: User, coming: Meeting) -> None:
    url = reverse("hunters:reassign", args=[coming.company_id])
    assert logged_in(hal).get(url).status_code == 403
    client = logged_in(hera)
    assert client.get(url).status_code == 200
    assert client.post(url, {"hunter": hugo.pk, "reason": "Load"}).status_code == 302
    coming.refresh_from_db()
    assert coming.hunter == hugo


def test_a_hunter_meets_the_prospect_again(hal: User, met: Deal, now: datetime) -> None:
    url = reverse("hunters:meet_again", args=[met.company_id])
    later = timezone.localtime(now + 4 * DAY).strftime("%Y-%m-%dT%H:%M")
    typed = {"slot": "", "other_time": later, "minutes": "30", "place": "Here", "contact": "Ann", "brief": ""}
    assert logged_in(hal).post(url, typed).status_code == 302
    assert Meeting.objects.get(state="scheduled").hunter == hal
    assert logged_in(hal).post(url, typed).status_code == 422


def test_calendar_file_and_feed(hal: User, hugo: User, coming: Meeting) -> None:
    client = logged_in(hal)
    file = client.get(reverse("hunters:invitation", args=[coming.pk]))
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert coming.starts_at.strftime("DTSTART:%Y%m%dT%H%M%SZ") in file.content.decode()
    address = re.search(r'value="(http[^"]+\.ics)"', client.get(reverse("hunters:desk")).content.decode())
    assert address is not None
    feed = Client().get(address.group(1))
    assert b"Acme Hospital" in feed.content
    assert b"scanners" not in feed.content
    assert Client().get(address.group(1).replace(".ics", "x.ics")).status_code == 404
    hal.set_password("another-password-now")
    hal.save()
    assert Client().get(address.group(1)).status_code == 404


def test_the_week_shows_a_meeting_on_its_local_day(hal: User, hera: User, now: datetime) -> None:
    company = factories.company("Clock Change Ltd")
    starts = datetime(2027, 3, 15, 13, 0, tzinfo=timezone.get_default_timezone())
    book(hera, company, hal, starts, at=now)
    page = (
        logged_in(hal).get(reverse("hunters:week"), {"day": date(2027, 3, 17).isoformat()}).content.decode()
    )
    assert "Clock Change Ltd" in page
    assert "09:00" in page
    for nonsense in ("2027-02-31", "x", "0001-01-01"):
        assert logged_in(hal).get(reverse("hunters:week"), {"day": nonsense}).status_code == 200


def test_a_companys_card_shows_the_meetings_of_whoever_had_it_before(
    met: Deal, hal: User, hugo: User, hera: User, now: datetime, django_assert_num_queries: Any
) -> None:
    past = Meeting.objects.get(company=met.company, state="held")
    url, page = reverse("hunters:panel", args=[met.company_id]), f"/hunting/meetings/{past.pk}/"
    before = logged_in(hal)
    with CaptureQueriesContext(connection) as own:
        assert page in before.get(url).content.decode()
    reassign_prospect(actor=hera, company=met.company, hunter=hugo, at=timezone.now())
    client = logged_in(hugo)
    with django_assert_num_queries(len(own)):
        shown = client.get(url).content.decode()
    assert "Hal, booked by" in shown
    assert page not in shown, "a link that answers 404"
    assert client.get(page).status_code == 404
    own_one = book(hugo, met.company, hugo, now + 3 * DAY, at=now)
    assert f"/hunting/meetings/{own_one.pk}/" in client.get(url).content.decode()
    Meeting.objects.filter(pk=past.pk).update(state="withdrawn", on_target=None)
    assert "Hal, booked by" not in client.get(url).content.decode()
