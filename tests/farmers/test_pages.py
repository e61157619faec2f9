from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from farmers.actions import make_promise, open_account, reassign_account, register_request, sweep_neglect
from farmers.models import Account, Promise, Request, ServiceLevel, Touch
from salesorg.clients.models import Reveal
from salesorg.people.models import Role, User
from salesorg.sales.models import Sale
from tests import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_fay(client: Client, fay: User) -> Client:
    client.force_login(fay)
    return client


def page(name: str, *args: int) -> str:
    return reverse(f"farmers:{name}", args=args)


def test_the_desk_shows_ones_own_portfolio_only(as_fay: Client, account: Account, foreign: Account) -> None:
    html = as_fay.get(page("desk")).content.decode()
    assert "Alpha" in html
    assert "Beta" not in html


def test_contacts_are_masked_in_the_list(as_fay: Client, account: Account) -> None:
    html = as_fay.get(page("desk")).content.decode()
    point = account.company.contact_points.get()
    assert point.masked in html
    assert point.value not in html


@pytest.mark.parametrize(
    "query", ["search=alph", "show=due", "level=999", "page=99", "show=nonsense", "farmer=x"]
)
def test_filters_answer_whatever_is_asked(as_fay: Client, account: Account, query: str) -> None:
    assert as_fay.get(f"{page('desk')}?{query}").status_code == 200


def test_search_and_filters_narrow(as_fay: Client, account: Account, fay: User, at: datetime) -> None:
    open_account(actor=None, company=factories.company("Gamma"), farmer=fay, at=at)
    html = as_fay.get(f"{page('desk')}?search=gam").content.decode()
    assert "Gamma" in html
    assert "Alpha" not in html


def test_urgent_ones_stand_first(as_fay: Client, fay: User, at: datetime) -> None:
    names = ["calm", "asks", "promised", "neglected"]
    made = {
        name: open_account(actor=None, company=factories.company(name), farmer=fay, at=at) for name in names
    }
    register_request(actor=fay, account=made["asks"], text="Where is it?", at=at)
    make_promise(actor=fay, account=made["promised"], text="Send", due_on=at.date(), at=at)
    Account.objects.filter(pk=made["neglected"].pk).update(neglected_from=at.date())
    sweep_neglect(at=at + timedelta(days=2))
    found = as_fay.get(page("desk")).context["page"].object_list
    assert [account.company.name for account in found] == list(reversed(names))


@pytest.mark.parametrize("many", [10, 50])
def test_the_desk_costs_the_same_for_ten_and_fifty_rows(
    as_fay: Client, fay: User, at: datetime, many: int, django_assert_num_queries: object
) -> None:
    for _ in range(many):
        open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    as_fay.get(page("desk"))  # Whether a plan pays farmers is asked once a minute.
    with django_assert_num_queries(9):  # type: ignore[operator]
        assert len(as_fay.get(page("desk")).context["page"].object_list) == many


def test_a_contact_is_logged_from_the_row(as_fay: Client, account: Account, fay: User) -> None:
    url = f"{page('touch', account.pk)}?row=1"
    form = as_fay.get(url, headers=HTMX).content.decode()
    assert 'name="kind" value="call"' in form
    answer = as_fay.post(url, {"kind": "call", "note": "Fine", "idempotency_key": "k1"}, headers=HTMX)
    assert answer.status_code == 200
    assert "account-changed" in answer.headers["HX-Trigger"]
    touch = Touch.objects.get()
    assert (touch.person, touch.kind, touch.is_real, touch.note) == (fay, "call", True, "Fine")


def test_the_same_form_sent_twice_logs_once(as_fay: Client, account: Account) -> None:
    sent = {"kind": "call", "note": "Fine", "idempotency_key": "k1"}
    assert as_fay.post(page("touch", account.pk), sent).status_code == 302
    assert as_fay.post(page("touch", account.pk), sent).status_code == 302
    assert Touch.objects.count() == 1


def test_not_reached_is_an_attempt(as_fay: Client, account: Account) -> None:
    as_fay.post(page("touch", account.pk), {"kind": "attempt", "note": ""})
    touch = Touch.objects.get()
    assert not touch.is_real
    account.refresh_from_db()
    assert account.last_touch_at is None


def test_a_refused_form_comes_back_with_what_was_typed(as_fay: Client, account: Account) -> None:
    sent = {"kind": "call", "note": "Typed long", "next_touch_on": "2001-01-01"}
    answer = as_fay.post(page("touch", account.pk), sent)
    assert answer.status_code == 422
    assert "Typed long" in answer.content.decode()
    assert not Touch.objects.exists()


@pytest.mark.parametrize("name", ["account", "touch", "promise", "request", "sale", "row"])
def test_a_foreign_account_is_not_there(as_fay: Client, foreign: Account, name: str) -> None:
    assert as_fay.get(page(name, foreign.pk)).status_code == 404


def test_posting_on_a_foreign_account_is_404_and_changes_nothing(
    as_fay: Client, foreign: Account, flo: User
) -> None:
    product = factories.product()
    lines = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-product": product.pk,
        "form-0-quantity": "1",
    }
    assert as_fay.post(page("sale", foreign.pk), lines).status_code == 404
    assert as_fay.post(page("touch", foreign.pk), {"kind": "call"}).status_code == 404
    assert as_fay.post(page("contacts", foreign.pk)).status_code == 404
    assert not Sale.objects.exists()
    assert not Touch.objects.exists()


def test_promises_and_requests_live_on_the_page(as_fay: Client, account: Account) -> None:
    as_fay.post(page("promise", account.pk), {"text": "Send the offer", "due_on": "2099-01-01"})
    as_fay.post(page("request", account.pk), {"kind": "claim", "text": "It broke"})
    html = as_fay.get(page("account", account.pk)).content.decode()
    assert "Send the offer" in html
    assert "It broke" in html
    assert as_fay.post(page("settle", Promise.objects.get().pk), {"kept": "1"}).status_code == 302
    assert (
        as_fay.post(
            page("answer", Request.objects.get().pk), {"answer": "Replaced", "final": "on"}
        ).status_code
        == 302
    )
    assert Promise.objects.get().state == "kept"
    assert Request.objects.get().answered_at is not None
    # Settled in another tab already.
    assert as_fay.post(page("settle", Promise.objects.get().pk), {"kept": "0"}).status_code == 422


def test_a_repeat_sale_takes_the_list_price_unless_told(as_fay: Client, account: Account) -> None:
    product = factories.product(price="1000.00")
    url = page("sale", account.pk)
    sent = {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-product": product.pk, "form-0-quantity": "2",
        "form-1-quantity": "1",
    }  # fmt: skip
    more = as_fay.post(url, sent | {"more": "1"})
    assert more.status_code == 200
    assert 'name="form-4-product"' in more.content.decode()
    assert "is-invalid" not in more.content.decode()
    assert not Sale.objects.exists()
    assert as_fay.post(url, sent).status_code == 302
    assert str(Sale.objects.get().amount) == "2000.00"
    assert "2,000.00" in as_fay.get(page("account", account.pk)).content.decode()
    assert as_fay.post(url, sent | {"form-0-product": ""}).status_code == 422


def test_contacts_are_shown_in_full_on_request_and_the_look_is_recorded(
    as_fay: Client, account: Account
) -> None:
    value = account.company.contact_points.get().value
    assert value not in as_fay.get(page("account", account.pk)).content.decode()
    assert value in as_fay.post(page("contacts", account.pk)).content.decode()
    assert Reveal.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("fern", 200), ("sue", 200), ("fay", 403), ("hal", 403), ("root", 403)]
)
def test_only_heads_see_the_farmers(
    client: Client, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(page("portfolios")).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("fay", 200), ("fern", 200), ("sue", 200), ("cara", 403), ("finn", 403)]
)
def test_who_may_open_the_desk(client: Client, request: pytest.FixtureRequest, who: str, status: int) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(page("desk")).status_code == status


def test_the_head_of_sales_reads_and_does_not_serve(client: Client, sue: User, account: Account) -> None:
    client.force_login(sue)
    html = client.get(page("account", account.pk)).content.decode()
    assert "Log a contact" not in html
    assert client.post(page("touch", account.pk), {"kind": "call"}).status_code == 404
    assert not Touch.objects.exists()


def test_the_head_reassigns_and_sets_the_level(
    client: Client, fern: User, flo: User, account: Account
) -> None:
    client.force_login(fern)
    level = ServiceLevel.objects.get(code="A")
    assert client.post(page("level", account.pk), {"level": level.pk}).status_code == 302
    assert client.post(page("reassign", account.pk), {"farmer": flo.pk, "reason": ""}).status_code == 422
    assert (
        client.post(page("reassign", account.pk), {"farmer": flo.pk, "reason": "Fay is away"}).status_code
        == 302
    )
    account.refresh_from_db()
    assert (account.farmer, account.service_level) == (flo, level)


def test_the_heads_page_lives_with_an_etag(client: Client, fern: User, account: Account) -> None:
    client.force_login(fern)
    headers = HTMX | {"HX-Target": "portfolios_live"}
    first = client.get(page("portfolios"), headers=headers)
    assert first.status_code == 200
    again = client.get(page("portfolios"), headers=headers | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_heads_page_costs_the_same_for_few_and_many(
    client: Client, fern: User, fay: User, flo: User, at: datetime, django_assert_num_queries: object
) -> None:
    client.force_login(fern)
    for farmer in (fay, flo, fern) * 4:
        open_account(actor=None, company=factories.company(), farmer=farmer, at=at)
    sweep_neglect(at=at + timedelta(days=60))
    with django_assert_num_queries(9):  # type: ignore[operator]
        html = client.get(page("portfolios")).content.decode()
    assert "Waiting for a farmer" in html


def test_the_heads_page_lists_farmers_by_need_and_by_the_page(
    client: Client, fern: User, at: datetime
) -> None:
    client.force_login(fern)
    farmers = [factories.person(f"farmer{n:02d}", Role.FARMER) for n in range(30)]
    for farmer in (farmers[7], farmers[7], farmers[29]):
        open_account(actor=None, company=factories.company(), farmer=farmer, at=at)
    pages = [client.get(page("portfolios"), {"page": n}).context["lines"] for n in (1, 2)]
    assert [len(lines) for lines in pages] == [25, 5]
    assert [line.load.farmer for line in pages[0][:2]] == [farmers[7], farmers[29]]
    assert {line.load.farmer for lines in pages for line in lines} == set(farmers)
    live = client.get(page("portfolios"), {"page": 2}, headers=HTMX | {"HX-Target": "portfolios_live"})
    assert b"?page=2" in live.content, "the poll stays on the page that is open"


@pytest.mark.parametrize(("who", "seen"), [("fay", True), ("fern", True), ("flo", False), ("hal", False)])
def test_the_panel_is_empty_for_whoever_may_not_see(
    client: Client, request: pytest.FixtureRequest, account: Account, who: str, seen: bool
) -> None:
    client.force_login(request.getfixturevalue(who))
    answer = client.get(page("panel", account.company_id))
    assert answer.status_code == 200
    assert bool(answer.content.strip()) is seen


def test_the_card_says_since_when_the_present_farmer_has_the_client(
    client: Client, fern: User, fay: User, flo: User, at: datetime
) -> None:
    account = open_account(actor=None, company=factories.company("Gamma"), farmer=fay, at=at)
    later = at + timedelta(days=3)
    reassign_account(actor=fern, account=account, farmer=flo, reason="Vacation", at=later)
    client.force_login(flo)
    shown = client.get(f"/portfolio/{account.pk}/").context["account"]
    assert (shown.opened_at, shown.taken_at) == (at, later)
