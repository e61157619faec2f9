"""The pages of scripts: written without JavaScript too, two editors, publishing, the test, the figures."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.actions import create_script, publish_draft, save_draft, save_script
from callcenter.default_script import TREES
from callcenter.models import Call, Claim, Disposition, Script, ScriptVersion
from callcenter.script_drafts import draft_mark
from callcenter.script_tree import tree_faults
from salesorg.clients.models import Activity
from salesorg.people.models import User
from tests import factories
from tests.callcenter.test_script_tree import sent_form

pytestmark = pytest.mark.django_db
EN = TREES["en"]


@pytest.fixture
def script(adam: User, at: datetime) -> Script:
    cache.clear()
    return save_script(actor=adam, script=None, name="Cold", steps=EN, at=at).script


@pytest.fixture
def admin_browser(adam: User) -> Client:
    client = Client()
    client.force_login(adam)
    return client


def url(name: str, script: Script) -> str:
    return reverse(f"callcenter:{name}", args=[script.pk])


def form(tree: Any = EN, **more: str) -> Any:
    sent = sent_form({**tree, "order": []})
    sent.update({"idempotency_key": more.pop("key", "k"), **more})
    return sent.urlencode()


def post(client: Client, to: str, body: str | dict[str, Any]) -> Any:
    if isinstance(body, str):
        return client.post(to, body, content_type="application/x-www-form-urlencoded")
    return client.post(to, body)


def test_a_script_from_its_name_to_its_publication(admin_browser: Client, adam: User, org: object) -> None:
    made = admin_browser.post(reverse("callcenter:script_new"), {"name": "Cold", "idempotency_key": "a"})
    script = Script.objects.get()
    assert made.headers["Location"] == url("script_edit", script)
    refused = admin_browser.post(reverse("callcenter:script_new"), {"name": "Cold", "idempotency_key": "b"})
    assert (refused.status_code, Script.objects.count()) == (422, 1)
    page = admin_browser.get(url("script_edit", script))
    body = form(EN, seen=page.context["seen"], review="1", key="c")
    saved = post(admin_browser, url("script_edit", script), body)
    assert saved.headers["Location"] == url("script_draft", script)
    assert post(admin_browser, url("script_edit", script), body).status_code == 302
    draft = ScriptVersion.objects.get()
    assert (draft.is_draft, draft.steps["steps"]) == (True, EN["steps"])
    assert Activity.objects.filter(verb="script_drafted").count() == 1
    seen = admin_browser.get(url("script_draft", script)).context["seen"]
    sent = {"seen": seen, "how": "all", "share": "50", "idempotency_key": "d"}
    assert post(admin_browser, url("script_publish", script), sent).status_code == 302
    assert ScriptVersion.objects.get().state == "published"
    assert (
        post(admin_browser, url("script_publish", script), {**sent, "idempotency_key": "e"}).status_code
        == 422
    )


def test_a_copy_begins_with_what_is_published(admin_browser: Client, script: Script) -> None:
    admin_browser.post(
        reverse("callcenter:script_new"), {"name": "Warm", "like": str(script.pk), "idempotency_key": "a"}
    )
    assert ScriptVersion.objects.get(script__name="Warm").steps == EN


def test_the_editor_without_javascript(admin_browser: Client, script: Script) -> None:
    page = post(admin_browser, url("script_edit", script), form(do="answer-add:hello"))
    assert page.status_code == 200
    assert len(page.context["rows"][0]["answers"]) == len(EN["steps"]["hello"]["answers"]) + 1
    page = post(admin_browser, url("script_edit", script), form(do="step-remove:why", seen="x"))
    assert "leads to a step that is not there" in page.content.decode()
    assert page.context["seen"] == "x"
    assert ScriptVersion.objects.count() == 1


def test_the_largest_script_is_saved(admin_browser: Client, script: Script) -> None:
    """Red with Django's limit of a thousand fields."""
    steps = {
        f"s{n}": {"title": f"T{n}", "text": "t", "answers": [{"text": "x", "next": f"s{(n + 1) % 60}"}] * 10} for n in range(60)
    }  # fmt: skip
    page = post(
        admin_browser,
        url("script_edit", script),
        form({"start": "s0", "steps": steps, "objections": []}, seen=""),
    )
    assert page.status_code == 302
    draft = ScriptVersion.objects.get(is_draft=True)
    assert (len(draft.steps["steps"]), len(draft.steps["steps"]["s7"]["answers"])) == (60, 10)
    assert tree_faults(draft.steps) == []
    assert admin_browser.get(url("script_edit", script)).status_code == 200


def test_what_is_typed_is_text(admin_browser: Client, script: Script) -> None:
    evil = {"start": "a", "order": ["a"], "objections": [], "steps": {
        "a": {"title": "</script><script>alert(1)</script>", "text": "<img src=x onerror=alert(2)>", "answers": []},
    }}  # fmt: skip
    post(admin_browser, url("script_edit", script), form(evil, seen=""))
    for name in ("script_edit", "script_draft", "script"):
        page = admin_browser.get(
            url(name, script) + ("?version=2" if name == "script" else "")
        ).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_later_editor_sees_both(admin_browser: Client, script: Script, adam: User, at: datetime) -> None:
    seen = admin_browser.get(url("script_edit", script)).context["seen"]
    theirs = save_draft(actor=adam, script=script, steps=TREES["ru"], seen="", at=at)
    page = post(admin_browser, url("script_edit", script), form(seen=seen))
    assert page.status_code == 422
    assert ScriptVersion.objects.get(is_draft=True).steps == TREES["ru"]
    assert "Good day, this is {me}" in page.content.decode()
    assert "Adam saved a newer draft" in page.content.decode()
    assert page.context["changes"]
    assert page.context["seen"] == draft_mark(theirs)
    assert (
        post(admin_browser, url("script_edit", script), form(seen=page.context["seen"], key="k2")).status_code
        == 302
    )
    assert ScriptVersion.objects.get(is_draft=True).steps["steps"] == EN["steps"]


def test_a_draft_is_compared_put_aside_and_taken_up(
    admin_browser: Client, script: Script, adam: User, at: datetime
) -> None:
    assert "No draft" in admin_browser.get(url("script_draft", script)).content.decode()
    post(admin_browser, url("script_draft_new", script), {"version": "1", "idempotency_key": "a"})
    again = post(admin_browser, url("script_draft_new", script), {"version": "1", "idempotency_key": "b"})
    assert again.status_code == 422
    page = admin_browser.get(url("script_draft", script))
    assert (page.context["same"], page.context["changed"]) == (len(EN["steps"]), False)
    wrong = post(admin_browser, url("script_discard", script), {"seen": "other", "idempotency_key": "c"})
    assert (wrong.status_code, ScriptVersion.objects.filter(is_draft=True).count()) == (422, 1)
    post(admin_browser, url("script_discard", script), {"seen": page.context["seen"], "idempotency_key": "d"})
    assert not ScriptVersion.objects.filter(is_draft=True).exists()
    assert (
        post(
            admin_browser, url("script_draft_new", script), {"version": "x", "idempotency_key": "e"}
        ).status_code
        == 422
    )


def test_a_broken_draft_says_where(admin_browser: Client, script: Script, adam: User, at: datetime) -> None:
    broken = {**EN, "steps": {**EN["steps"], "lost": {"title": "Lost", "text": "x", "answers": []}}}
    draft = save_draft(actor=adam, script=script, steps=broken, seen="", at=at)
    page = admin_browser.get(url("script_draft", script)).content.decode()
    assert f'href="{url("script_edit", script)}#step-lost"' in page
    assert url("script_publish", script) not in page
    sent = {"seen": draft_mark(draft), "how": "all", "idempotency_key": "a"}
    refused = post(admin_browser, url("script_publish", script), sent)
    assert refused.status_code == 422
    assert "No answer leads to step «Lost»." in refused.content.decode()


def test_a_test_is_begun_changed_and_ended(
    admin_browser: Client, script: Script, adam: User, at: datetime
) -> None:
    draft = save_draft(actor=adam, script=script, steps=TREES["ru"], seen="", at=at)
    sent = {"seen": draft_mark(draft), "how": "test", "share": "0", "idempotency_key": "a"}
    for share in ("", "abc", "1000", "-1"):
        assert post(admin_browser, url("script_publish", script), {**sent, "share": share}).status_code == 422
    post(admin_browser, url("script_publish", script), {**sent, "share": "25", "idempotency_key": "b"})
    page = admin_browser.get(url("script", script))
    assert page.context["test"].verdict.kind == "too_few"
    assert "Too early: 0 of 300 companies reached" in page.content.decode()
    assert (
        post(admin_browser, url("script_share", script), {"share": "100", "idempotency_key": "c"}).status_code
        == 422
    )
    post(admin_browser, url("script_share", script), {"share": "40", "idempotency_key": "d"})
    assert ScriptVersion.objects.get(is_challenger=True).share == 40
    post(admin_browser, url("script_test_end", script), {"promote": "1", "idempotency_key": "e"})
    assert ScriptVersion.objects.get(is_published=True).number == 2
    assert (
        post(
            admin_browser, url("script_test_end", script), {"promote": "1", "idempotency_key": "f"}
        ).status_code
        == 422
    )


def test_a_script_is_renamed_and_goes_out_of_use(
    admin_browser: Client, script: Script, adam: User, at: datetime
) -> None:
    create_script(actor=adam, name="Warm", steps={}, at=at)
    assert (
        post(
            admin_browser, url("script_rename", script), {"name": "Warm", "idempotency_key": "a"}
        ).status_code
        == 422
    )
    post(admin_browser, url("script_rename", script), {"name": "Hot", "idempotency_key": "b"})
    used = factories.call_list(script=script)
    refused = post(admin_browser, url("script_retire", script), {"idempotency_key": "c"})
    assert (refused.status_code, script.versions.get().state) == (422, "published")
    used.delete()
    assert post(admin_browser, url("script_retire", script), {"idempotency_key": "d"}).status_code == 302
    assert script.versions.get().state == "earlier"
    warm = Script.objects.get(name="Warm")
    gone = post(admin_browser, url("script_retire", warm), {"idempotency_key": "e"})
    assert gone.headers["Location"] == reverse("callcenter:scripts")
    assert [one.name for one in Script.objects.all()] == ["Hot"]


def test_an_earlier_version_is_read_and_an_unknown_one_is_not_there(
    admin_browser: Client, script: Script
) -> None:
    assert admin_browser.get(url("script", script) + "?version=1").context["shown"].number == 1
    assert admin_browser.get(url("script", script) + "?version=9").status_code == 404


def noted(script: Script, manager: User, count: int, said: str = "We knit", step: str = "why") -> Call:
    how, now = Disposition.objects.get(code="not_a_fit"), timezone.now()
    listed = factories.call_list(f"List {Call.objects.count()}", script=script)
    for n in range(count):
        lead, at = factories.lead(listed), now - timedelta(minutes=n + 1)
        claim = Claim.objects.create(
            lead=lead, manager=manager, started_at=at, expires_at=now.replace(year=now.year + 1), ended_at=at,
            ending="disposed",
        )  # fmt: skip
        answers = [{"step": "hello", "answer": 0}, {"step": step, "answer": "none", "said": said}]
        call = Call.objects.create(
            lead=lead, claim=claim, manager=manager, call_list=listed, disposition=how, reached=True, at=at,
            script_version=script.versions.get(is_published=True, is_challenger=False), answers=answers,
        )  # fmt: skip
    return call


def test_in_a_test_the_row_of_a_script_counts_both_versions(
    admin_browser: Client, script: Script, adam: User, cara: User, at: datetime
) -> None:
    noted(script, cara, 3)
    plain = admin_browser.get(reverse("callcenter:scripts"))
    assert (plain.context["rows"][0][2].calls, "both versions" in plain.content.decode()) == (3, False)
    save_draft(actor=adam, script=script, steps=TREES["ru"], seen="", at=at)
    tried = publish_draft(actor=adam, script=script, seen=None, share=50, at=at)
    Call.objects.filter(pk=noted(script, cara, 1).pk).update(script_version=tried)
    cache.clear()
    page = admin_browser.get(reverse("callcenter:scripts"))
    brought = page.context["rows"][0][2]
    assert (brought.calls, brought.reached) == (4, 4)
    assert "both versions together" in page.content.decode()


def test_a_note_turns_into_an_answer(admin_browser: Client, script: Script, cara: User) -> None:
    call = noted(script, cara, 1)
    page = admin_browser.get(url("script_notes", script)).content.decode()
    assert "«We knit»" in page
    assert f"?note={call.pk}&amp;step=why#step-why" in page
    rows = admin_browser.get(url("script_edit", script) + f"?note={call.pk}&step=why").context["rows"]
    why = next(row for row in rows if row["code"] == "why")
    assert why["answers"][-1]["text"] == "We knit"
    for odd in (
        "?note=x&step=why",
        f"?note={call.pk}&step=hello",
        "?note=99999999999999999999&step=why",
        "?note=7&step=zz",
    ):
        rows = admin_browser.get(url("script_edit", script) + odd).context["rows"]
        assert [len(row["answers"]) for row in rows] == [
            len(EN["steps"][row["code"]]["answers"]) for row in rows
        ]


def test_notes_come_by_step_and_page(admin_browser: Client, script: Script, cara: User) -> None:
    noted(script, cara, 30)
    noted(script, cara, 1, "Too late", "meeting")
    page = admin_browser.get(url("script_notes", script)).context["page"]
    assert (page.paginator.count, len(page.object_list)) == (31, 25)
    only = admin_browser.get(url("script_notes", script) + "?step=meeting").context["rows"]
    assert [one["text"] for row in only for one in row["said"]] == ["Too late"]
    past = admin_browser.get(url("script_notes", script) + "?first=2020-01-01&last=2020-01-31").context[
        "rows"
    ]
    assert past == []


def test_figures_of_a_period_and_of_a_version(admin_browser: Client, script: Script, cara: User) -> None:
    noted(script, cara, 3)
    page = admin_browser.get(url("script_figures", script))
    assert page.context["steps"][0].came.calls == 3
    assert [step.title for step in page.context["reached"]] == ["Opening", "Why we call"]
    assert page.context["worst"] == {"why"}
    past = admin_browser.get(url("script_figures", script) + "?first=2020-01-01&last=2020-01-31&version=1")
    assert past.context["steps"][0].came.calls == 0
    wrong = ["first=2020-02-01&last=2020-01-01", "first=2020-01-01&last=2021-01-01", "first=nonsense"]
    for query in wrong:
        assert admin_browser.get(url("script_figures", script) + f"?{query}").status_code == 422
    assert admin_browser.get(url("script_figures", script) + "?version=9&last=9999-12-31").status_code == 200


def test_a_script_without_anything_published_opens(
    admin_browser: Client, adam: User, org: object, at: datetime
) -> None:
    script = create_script(actor=adam, name="New", steps={}, at=at).script
    for name in ("script", "script_edit", "script_draft", "script_figures", "script_notes"):
        assert admin_browser.get(url(name, script)).status_code == 200


@pytest.mark.parametrize(
    "name", ["scripts", "script", "script_edit", "script_draft", "script_figures", "script_notes"]
)
def test_pages_cost_the_same_for_many_rows(
    name: str, admin_browser: Client, script: Script, adam: User, cara: User, at: datetime
) -> None:
    save_draft(actor=adam, script=script, steps=TREES["ru"], seen="", at=at)
    publish_draft(actor=adam, script=script, seen=None, share=50, at=at)
    save_draft(actor=adam, script=script, steps=EN, seen="", at=at)
    to = reverse("callcenter:scripts") if name == "scripts" else url(name, script)
    noted(script, cara, 1)
    admin_browser.get(to)
    counted = []
    for more in (0, 12):
        for n in range(more):
            save_script(actor=adam, script=None, name=f"Cold {n}", steps=EN, at=at)
        noted(script, cara, more) if more else None
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert admin_browser.get(to).status_code == 200
        counted.append(len(queries))
    # Login and session cost two of them.
    assert counted[0] == counted[1] <= 12, [query["sql"][:90] for query in queries.captured_queries]
