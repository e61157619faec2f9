"""The list and the card of companies, page and API: who sees what, and contacts stay masked."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from salesorg.clients.actions import reveal_contacts
from salesorg.clients.actions.reveal_contacts import QuotaSpent
from salesorg.clients.models import Company, ContactPoint, Reveal
from salesorg.clients.queries import find_companies, search_companies
from salesorg.lib.names import search_key
from salesorg.lib.paging import CappedPaginator
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests.dashboards.conftest import Story, story
from tests.factories import company

__all__ = ["story"]
pytestmark = pytest.mark.django_db


def seen(person: User, **asked: str) -> set[str]:
    client = Client()
    client.force_login(person)
    page = {row.name for row in client.get("/companies/", asked).context["page"]}
    over_api = {row["name"] for row in client.get("/api/v1/clients/companies/", asked).json()["results"]}
    assert page == over_api
    return page


def test_everybody_sees_the_own_companies(
    story: Story, hal: User, hugo: User, fay: User, flo: User, adam: User, sue: User
) -> None:
    mine = {story.client.name, story.prospect.name}
    assert seen(fay) == {story.client.name}
    assert seen(flo) == set()
    assert mine <= seen(hal)
    assert seen(hugo) == set()
    assert story.client.name not in seen(adam), "no clients"
    assert len(seen(sue)) == Company.objects.count()


@pytest.mark.parametrize("search", ["елка", "ЁЛКА", "лк", "  ёл  ка ".replace("  ", "")])
def test_the_search_takes_parts_of_the_name_and_yo_for_ye(story: Story, sue: User, search: str) -> None:
    assert seen(sue, search=search) == {"Ёлка"}


def test_two_words_in_any_order_and_filters(sue: User) -> None:
    company("Northern Light Bakery", city="Boston")
    company("Bakery of the South", city="Albany")
    assert seen(sue, search="bakery north") == {"Northern Light Bakery"}
    assert seen(sue, search="bakery", city="albany") == {"Bakery of the South"}
    assert seen(sue, search="bakery", status="client") == set()
    assert seen(sue, search="100%_") == set()


def test_a_foreign_card_is_as_missing_as_no_card(story: Story, flo: User, hugo: User, client: Client) -> None:
    for person in (flo, hugo):
        client.force_login(person)
        for path in (
            "/companies/{}/",
            "/api/v1/clients/companies/{}/",
            "/api/v1/clients/companies/{}/timeline/",
        ):
            assert client.get(path.format(story.client.pk)).status_code == 404
            assert client.get(path.format(999_999)).status_code == 404
        assert client.post(f"/companies/{story.client.pk}/contacts/").status_code == 404
        assert client.post(f"/api/v1/clients/companies/{story.client.pk}/reveal/").status_code == 404


def test_contacts_are_masked_until_their_owner_asks(
    story: Story, fay: User, hal: User, sue: User, client: Client
) -> None:
    phone = ContactPoint.objects.get(company=story.client)
    for person in (fay, hal, sue):
        client.force_login(person)
        for path in ("/companies/", f"/companies/{story.client.pk}/", "/api/v1/clients/companies/",
                     f"/api/v1/clients/companies/{story.client.pk}/"):  # fmt: skip
            page = client.get(path).content.decode()
            assert phone.value not in page
            assert phone.display not in page
    client.force_login(fay)
    shown = client.post(f"/companies/{story.client.pk}/contacts/", headers={"HX-Request": "true"})
    assert phone.display in shown.content.decode()
    assert Reveal.objects.get().person == fay
    api = client.post(f"/api/v1/clients/companies/{story.client.pk}/reveal/")
    assert api.json()["contacts"][0]["value"] == phone.value
    assert Reveal.objects.count() == 1, "the same company within a day counts once"


def test_others_are_told_why_not(story: Story, hal: User, sue: User, client: Client) -> None:
    for person in (hal, sue):
        client.force_login(person)
        refused = client.post(f"/companies/{story.client.pk}/contacts/")
        assert refused.status_code == 422
        assert client.post(f"/api/v1/clients/companies/{story.client.pk}/reveal/").status_code == 403
        assert "Only Fay" in client.get(f"/companies/{story.client.pk}/").content.decode()
    assert not Reveal.objects.exists()


def test_the_daily_quota(story: Story, fay: User, hal: User, org: Organisation, at: datetime) -> None:
    org.reveals_per_day = 1
    org.save()
    reveal_contacts(actor=hal, company=story.prospect, at=at)
    reveal_contacts(actor=hal, company=story.prospect, at=at)
    with pytest.raises(NotYours):
        reveal_contacts(actor=hal, company=story.client, at=at)
    other = company()
    other.ownerships.create(owner=hal, stage="hunting", started_at=at, reason="test")
    with pytest.raises(QuotaSpent):
        reveal_contacts(actor=hal, company=other, at=at)
    assert Reveal.objects.count() == 1


def test_the_card_shows_whose_hands_it_went_through(story: Story, fay: User, client: Client) -> None:
    client.force_login(fay)
    line = client.get(f"/companies/{story.client.pk}/").context["line"]
    assert [(one.name, one.current) for one in line] == [("Cara", False), ("Hal", False), ("Fay", True)]
    detail = client.get(f"/api/v1/clients/companies/{story.client.pk}/").json()
    assert [(one["owner"]["username"], one["stage"]) for one in detail["owners"]] == [
        ("hal", "hunting"),
        ("fay", "farming"),
    ]


def test_a_card_without_any_history_opens(sue: User, client: Client) -> None:
    client.force_login(sue)
    assert client.get(f"/companies/{company().pk}/").status_code == 200


@pytest.mark.parametrize(
    "role", ["call_center_admin", "hunter", "hunters_head", "farmer", "farmers_head", "finance", "sales_head"]
)
def test_every_panel_answers_whoever_looks(story: Story, role: str, client: Client) -> None:
    from tests.factories import person

    client.force_login(person("someone", role))  # type: ignore[arg-type]
    for panel in (
        "/calls/companies/{}/panel/",
        "/hunting/companies/{}/panel/",
        "/handoffs/panel/{}/",
        "/portfolio/panel/{}/",
    ):
        assert client.get(panel.format(story.client.pk)).status_code == 200


@pytest.mark.parametrize("rows", [10, 50])
def test_the_list_asks_the_same_number_of_queries(
    sue: User, client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(rows):
        company()
    client.force_login(sue)
    with django_assert_max_num_queries(8):
        assert len(client.get("/companies/").context["page"]) == rows


def test_the_card_asks_few_queries(
    story: Story, fay: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(fay)
    with django_assert_max_num_queries(14):
        client.get(f"/companies/{story.client.pk}/")


def test_a_name_cannot_run_in_anybodys_browser(sue: User, client: Client) -> None:
    bad = company("<script>alert(1)</script>", details={"<b>x</b>": "<img src=x onerror=alert(1)>"})
    client.force_login(sue)
    for path in ("/companies/", f"/companies/{bad.pk}/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("asked", ["", "wa", "wave", "wave two", "two", "zz", "%", "WAVE"])
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_the_search_leaves_nothing_out_and_begins_with_what_was_typed(
    sue: User, asked: str, size: int
) -> None:
    for name in (
        "Wave",
        "A wave two",
        "Wave two",
        "Two waves",
        "Heat wave",
        "Zebra",
        "Wavelet",
        "100% Wave",
        "Ёж",
    ):
        company(name)
    everything = list(find_companies(sue, search=asked))
    begin = search_key(asked)
    first = [one for one in everything if one.search_key.startswith(begin)]
    pages = CappedPaginator(search_companies(sue, search=asked), size)
    read = [one for number in pages.page_range for one in pages.page(number).object_list]
    assert read == first + [one for one in everything if one not in first]
    assert pages.count == len(everything)
    assert [one.pk for one in read[:size]] == [one.pk for one in pages.get_page("nonsense")]


@pytest.mark.parametrize("rows", [10, 50])
def test_a_page_of_both_kinds_of_names_asks_few_queries(
    sue: User, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows // 2):
        company(f"Wave {n}")
        company(f"The wave {n}")
    client.force_login(sue)
    with django_assert_num_queries(9):
        assert len(client.get("/companies/", {"search": "wave"}).context["page"]) == rows
