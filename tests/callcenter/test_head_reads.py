"""The head of sales reads everything of the call centre and is offered nothing there that is not hers to press (product.md 3)."""

import re
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from callcenter.actions import ensure_default_scorecard, ensure_default_script, publish_draft, save_draft
from callcenter.default_script import TREES
from callcenter.models import CallList
from salesorg.dashboards.navigation import desks_of
from salesorg.people.models import Organisation, Role, User
from tests import factories
from tests.access.role_table import TABLE
from tests.callcenter.files import US, csv_file, imported, us_rows
from tests.callcenter.reviewed import call_of, chosen, reviewed

pytestmark = pytest.mark.django_db
HEAD = "sales_head"
# What may be fetched is told by a permission of the person.
BY_PERMISSION = {"callcenter:report_export", "callcenter:call_log_export"}


@pytest.fixture
def urls(org: Organisation, adam: User, cara: User, at: datetime) -> list[str]:
    """Every page of the call centre that she reads, with something on it to press."""
    cache.clear()
    script = ensure_default_script(at=at)
    to = factories.call_list(script=script)
    imported(to, csv_file(US + us_rows(2)), at)
    save_draft(actor=adam, script=script, steps=TREES["ru"], seen="", at=at)
    publish_draft(actor=adam, script=script, seen=None, share=50, at=at)
    save_draft(actor=adam, script=script, steps={}, seen="", at=at)
    now = timezone.now()
    noted = [{"step": "hello", "answer": "none", "said": "We knit"}]
    version = script.versions.get(number=1)
    call = call_of(cara, now, script_version=version, answers=noted)
    call.lead.state, call.lead.closed_reason = "closed", "not_interested"
    call.lead.save()
    waits, made = chosen(adam, cara, now), reviewed(adam, cara, now)
    ensure_default_scorecard(at=at)
    plain = [
        "admin",
        "board",
        "reports",
        "call_log",
        "lists",
        "leads",
        "scripts",
        "reviews",
        "review_people",
        "scorecards",
        "audits",
    ]
    with_id = {
        "list": to.pk, "lead": call.lead_id, "script": script.pk, "script_draft": script.pk, "script_figures": script.pk,
        "script_notes": script.pk, "review_person": cara.pk,
    }  # fmt: skip
    return [
        *(reverse(f"callcenter:{name}") for name in plain),
        *(reverse(f"callcenter:{name}", args=[pk]) for name, pk in with_id.items()),
        *(reverse("callcenter:review", args=[one.pk]) for one in (waits, made)),
        reverse("callcenter:reviews") + "?state=made",
        reverse("callcenter:board") + "?full=1",
    ]


def name_of(path: str) -> str:
    try:
        return resolve(path.split("?")[0].split("#")[0]).view_name
    except Resolver404:
        return ""


def test_every_page_opens_and_every_link_and_button_on_it_is_hers(urls: list[str], sue: User) -> None:
    client = Client()
    client.force_login(sue)
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        page = answer.content.decode()
        main = page[page.index("<main") :]
        for link in re.findall(r'<a\b[^>]*\bhref="(/[^"]*)"', main):
            name = name_of(link)
            assert name in BY_PERMISSION or HEAD in TABLE[name].readers(), f"{url}: {link}"
        for form in re.findall(r"<form\b[^>]*>", main):
            if 'method="post"' in form:
                action = re.search(r'action="([^"]*)"', form)
                name = name_of(action[1] if action and action[1] else url)
                assert HEAD in TABLE[name].writers(), f"{url}: {form}"
    assert CallList.objects.exists()


def test_the_administrator_is_offered_more(urls: list[str], adam: User) -> None:
    """The same pages do have what she is not offered: the check above can fail."""
    client = Client()
    client.force_login(adam)
    posts = {
        name_of(action)
        for url in urls
        for action in re.findall(
            r'<form\b[^>]*method="post"[^>]*action="([^"]+)"', client.get(url).content.decode()
        )
    }
    wanted = {
        "list_pause",
        "script_discard",
        "script_rename",
        "script_share",
        "script_test_end",
        "import_upload",
    }
    assert {f"callcenter:{name}" for name in wanted} <= posts


def test_they_stand_in_her_navigation() -> None:
    shown = {desk["url"] for desk in desks_of(Role.SALES_HEAD, "/")}
    for name in ("admin", "board", "reports", "call_log", "lists", "leads", "scripts", "reviews", "audits"):
        assert reverse(f"callcenter:{name}") in shown


def test_a_deals_page_belongs_to_the_pipeline() -> None:
    for path in ("/hunting/deals/7/", "/hunting/deals/7/win/", "/hunting/pipeline/"):
        active = [desk["url"] for desk in desks_of(Role.HUNTER, path) if desk["active"]]
        assert active == ["/hunting/pipeline/"]
    assert [desk["url"] for desk in desks_of(Role.HUNTER, "/hunting/meetings/7/") if desk["active"]] == [
        "/hunting/"
    ]
