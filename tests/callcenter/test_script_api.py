"""Scripts over the API: drafts, publication, the test, the figures; and who may not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from callcenter.actions import save_script
from callcenter.default_script import TREES
from callcenter.models import Script, ScriptVersion
from salesorg.people.models import User
from tests import factories
from tests.callcenter.test_script_pages import noted

pytestmark = pytest.mark.django_db
API = "/api/v1/callcenter/scripts/"
EN, RU = TREES["en"], TREES["ru"]


@pytest.fixture
def script(adam: User, at: datetime) -> Script:
    cache.clear()
    return save_script(actor=adam, script=None, name="Cold", steps=EN, at=at).script


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def put(client: APIClient, script: Script, steps: Any, seen: str) -> Any:
    return client.put(f"{API}{script.pk}/draft/", {"steps": steps, "seen": seen}, format="json")


def test_a_script_is_made_read_and_renamed(org: object, adam: User, sue: User) -> None:
    sent = {"name": "Cold", "steps": EN}
    made = api(adam).post(API, sent, format="json", HTTP_IDEMPOTENCY_KEY="k")
    again = api(adam).post(API, sent, format="json", HTTP_IDEMPOTENCY_KEY="k")
    assert (made.status_code, again.json()["id"], Script.objects.count()) == (201, made.json()["id"], 1)
    answer = made.json()
    assert (answer["version"], answer["draft"]["version"], answer["draft"]["faults"]) == (None, 1, [])
    pk = answer["id"]
    assert api(adam).post(API, sent, format="json").json()["code"] == "script_name_taken"
    renamed = api(adam).patch(f"{API}{pk}/", {"name": "Hot"}, format="json")
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Hot")
    assert api(sue).get(f"{API}{pk}/").json()["name"] == "Hot"
    assert api(sue).get(API).json()["results"][0]["id"] == pk
    assert api(adam).get(f"{API}999/").status_code == 404


def test_a_draft_is_saved_compared_by_its_mark_and_published(script: Script, adam: User) -> None:
    client = api(adam)
    saved = put(client, script, RU, "")
    assert (saved.status_code, saved.json()["draft"]["version"], saved.json()["version"]) == (200, 2, 1)
    late = put(client, script, EN, "")
    assert (late.status_code, late.json()["code"]) == (409, "draft_moved")
    seen = saved.json()["draft"]["seen"]
    publish = f"{API}{script.pk}/publish/"
    assert client.post(publish, {"seen": "other"}, format="json").status_code == 409
    done = client.post(publish, {"seen": seen}, format="json")
    assert (done.status_code, done.json()["version"], done.json()["draft"]) == (200, 2, None)
    versions = client.get(f"{API}{script.pk}/versions/").json()["results"]
    assert [(one["number"], one["state"]) for one in versions] == [(2, "published"), (1, "earlier")]


def test_what_is_unfinished_is_saved_with_its_faults(script: Script, adam: User) -> None:
    steps = {
        "start": "a",
        "steps": {"a": {"title": "", "text": "x", "answers": [{"text": "y", "next": "z"}]}},
    }
    draft = put(api(adam), script, steps, "").json()["draft"]
    assert draft["faults"] == [
        "Step 1 needs a title.",
        "An answer of step «1» leads to a step that is not there.",
    ]
    refused = api(adam).post(f"{API}{script.pk}/publish/", {"seen": draft["seen"]}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "script_broken")


@pytest.mark.parametrize(
    "steps",
    [
        None, [], "text", {"steps": {}}, {"start": "a", "steps": []}, {"start": "a", "steps": {"a": {"title": "x"}}},
        {"start": "a", "steps": {"a b": {"title": "x", "text": "y"}}}, {"start": "../", "steps": {}},
        {"start": "a", "steps": {"a": {"title": "x", "text": "y", "evil": 1}}},
        {"start": "a", "steps": {"a": {"title": "x" * 101, "text": "y"}}},
        {"start": "a", "steps": {"a": {"title": "x", "text": "y", "answers": [{"text": "z", "next": "a b"}]}}},
        {"start": "a", "steps": {f"s{n}": {"title": "x", "text": "y"} for n in range(81)}},
        {"start": "a", "steps": {}, "objections": [{"title": "x"}]},
        {"start": "a", "steps": {}, "order": ["a", 1, {}]},
    ],
)  # fmt: skip
def test_a_tree_of_another_shape_is_a_field_error(steps: Any, script: Script, adam: User) -> None:
    answer = put(api(adam), script, steps, "")
    assert (answer.status_code, list(answer.json())) == (400, ["steps"])
    assert ScriptVersion.objects.count() == 1


def test_a_draft_begins_with_a_version_and_is_put_aside(script: Script, adam: User) -> None:
    client, url = api(adam), f"{API}{script.pk}/draft/"
    assert client.post(url, {"version": 9}, format="json").json()["code"] == "unknown_version"
    seen = client.post(url, {"version": 1}, format="json").json()["draft"]["seen"]
    assert client.post(url, {"version": 1}, format="json").json()["code"] == "draft_exists"
    assert client.delete(url, {"seen": "other"}, format="json").json()["code"] == "draft_moved"
    assert client.delete(url, {"seen": seen}, format="json").json()["draft"] is None
    assert client.delete(url, {"seen": seen}, format="json").json()["code"] == "no_draft"


def test_two_versions_are_tested(script: Script, adam: User, sue: User, cara: User) -> None:
    client, url = api(adam), f"{API}{script.pk}/"
    assert client.get(f"{url}test/").status_code == 404
    seen = put(client, script, RU, "").json()["draft"]["seen"]
    assert client.post(f"{url}publish/", {"seen": seen, "share": 100}, format="json").status_code == 400
    begun = client.post(f"{url}publish/", {"seen": seen, "share": 30}, format="json").json()
    assert (begun["version"], begun["challenger"]["version"], begun["challenger"]["share"]) == (1, 2, 30)
    script.versions.filter(is_challenger=True).update(published_at=timezone.now() - timedelta(hours=1))
    noted(script, cara, 2)
    test = api(sue).get(f"{url}test/").json()
    assert (test["first"]["calls"], test["second"]["calls"], test["verdict"]["kind"]) == (2, 0, "too_few")
    assert client.post(f"{url}test/share/", {"share": 60}, format="json").json()["challenger"]["share"] == 60
    assert client.post(f"{url}test/share/", {"share": 0}, format="json").status_code == 400
    assert client.post(f"{url}test/end/", {"promote": True}, format="json").json()["version"] == 2
    assert client.post(f"{url}test/end/", {"promote": True}, format="json").json()["code"] == "no_test"


def test_figures_and_notes(script: Script, sue: User, cara: User) -> None:
    noted(script, cara, 2)
    found = api(sue).get(f"{API}{script.pk}/figures/").json()
    assert (found["version"], found["versions"][0]["outcome"]["calls"]) == (1, 2)
    why = next(step for step in found["steps"] if step["step"] == "why")
    assert (why["came"]["calls"], why["died"], why["no_suitable_answer"]["outcome"]["calls"]) == (2, 2, 2)
    notes = api(sue).get(f"{API}{script.pk}/notes/?step=why").json()
    assert (notes["count"], notes["results"][0]["said"]) == (2, "We knit")
    assert api(sue).get(f"{API}{script.pk}/notes/?step=hello").json()["count"] == 0
    for query in ("first=x", "first=2026-02-01&last=2026-01-01", "version=9"):
        assert api(sue).get(f"{API}{script.pk}/figures/?{query}").status_code == 400


def test_out_of_use(script: Script, adam: User) -> None:
    used = factories.call_list(script=script)
    refused = api(adam).delete(f"{API}{script.pk}/")
    assert (refused.status_code, refused.json()["code"]) == (409, "script_in_use")
    used.delete()
    assert api(adam).delete(f"{API}{script.pk}/").status_code == 204
    assert api(adam).get(f"{API}{script.pk}/").json()["version"] is None


def test_others_may_not(script: Script, sue: User, cara: User, hal: User, fay: User) -> None:
    reads = ["", "versions/", "figures/", "notes/"]
    writes = [("post", "publish/"), ("post", "test/share/"), ("post", "test/end/"), ("put", "draft/"), ("post", "draft/"),
              ("delete", "draft/"), ("patch", ""), ("delete", "")]  # fmt: skip
    assert {api(sue).get(f"{API}{script.pk}/{path}").status_code for path in reads} == {200}
    for person in (cara, hal, fay):
        assert {api(person).get(f"{API}{script.pk}/{path}").status_code for path in [*reads, "test/"]} == {
            403
        }
    for person in (sue, cara, hal, fay):
        codes = {
            getattr(api(person), method)(f"{API}{script.pk}/{path}", {}, format="json").status_code
            for method, path in writes
        }
        assert codes == {403}
    assert ScriptVersion.objects.count() == 1
