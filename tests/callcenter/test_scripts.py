"""Scripts are written as drafts, published, tested beside each other, and taken out of use."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from callcenter.actions import (
    change_share,
    create_script,
    discard_draft,
    end_test,
    ensure_default_script,
    publish_draft,
    rename_script,
    retire_script,
    save_draft,
    save_script,
    start_draft,
    take_next_lead,
)
from callcenter.default_script import TREES
from callcenter.models import Script, ScriptVersion
from callcenter.queue_bound import forget
from callcenter.script_drafts import draft_mark
from callcenter.script_queries import parts_of, scripts
from callcenter.script_refusals import (
    ChallengerRuns,
    DraftExists,
    DraftMoved,
    NoDraft,
    NoTest,
    NothingPublished,
    ScriptBroken,
    ScriptGone,
    ScriptInUse,
    ScriptNameless,
    ScriptNameTaken,
    UnknownVersion,
    WrongShare,
)
from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db
EN, RU = TREES["en"], TREES["ru"]


@pytest.fixture
def script(adam: User, at: datetime) -> Script:
    """Version 1 is published."""
    return save_script(actor=adam, script=None, name="Cold", steps=EN, at=at).script


def state() -> Any:
    """All there is of scripts, and what was told."""
    versions = ScriptVersion.objects.order_by("pk").values_list(
        "number", "is_draft", "is_published", "share", "steps"
    )
    return list(versions), list(Script.objects.values_list("name")), Activity.objects.count()


def refused(refusal: type[ActionRefused], act: Any) -> str:
    before = state()
    with pytest.raises(refusal) as error:
        act()
    assert state() == before
    assert str(error.value)
    return str(error.value)


def draft_of(script: Script) -> ScriptVersion:
    return script.versions.get(is_draft=True)


def last_verb() -> str:
    return Activity.objects.order_by("-pk").values_list("verb", flat=True)[0]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_department_begins_with_a_script_in_its_language(
    language: str, org: Organisation, at: datetime
) -> None:
    org.language = language
    org.save()
    made = ensure_default_script(at=at)
    assert made.versions.get(is_published=True).steps == TREES[language]
    assert ensure_default_script(at=at) == made


def test_a_new_script_is_a_draft_that_nobody_reads(adam: User, cara: User, at: datetime) -> None:
    draft = create_script(actor=adam, name=" Cold ", steps={}, at=at)
    assert (draft.script.name, draft.number, draft.state) == ("Cold", 1, "draft")
    assert last_verb() == "script_created"
    refused(ScriptNameTaken, lambda: create_script(actor=adam, name="Cold", steps={}, at=at))
    refused(ScriptNameless, lambda: create_script(actor=adam, name="  ", steps={}, at=at))
    refused(NotYours, lambda: create_script(actor=cara, name="Mine", steps={}, at=at))
    factories.lead(factories.call_list(script=draft.script))
    forget()
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.script_version_id is None


def test_a_draft_may_be_unfinished_and_is_one(script: Script, adam: User, cara: User, at: datetime) -> None:
    draft = save_draft(actor=adam, script=script, steps={"steps": {}}, seen="", at=at)
    assert (draft.number, draft.state, last_verb()) == (2, "draft", "script_drafted")
    again = save_draft(actor=adam, script=script, steps=RU, seen=draft_mark(draft), at=at)
    assert (again.pk, ScriptVersion.objects.count()) == (draft.pk, 2)
    assert script.versions.get(is_published=True).steps == EN
    refused(NotYours, lambda: save_draft(actor=cara, script=script, steps=EN, seen=None, at=at))


def test_what_was_published_never_changes(script: Script, adam: User, at: datetime) -> None:
    """Each process keeps its text, and calls name the version that was read aloud; a draft may be rewritten."""
    draft = save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    published = script.versions.filter(is_published=True)
    for known in ({}, {"published_at": None}):
        published.update(**known) if known else None
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            published.update(steps=RU)
    publish_draft(actor=adam, script=script, seen=draft_mark(draft), at=at)
    for version in script.versions.exclude(published_at=None):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            ScriptVersion.objects.filter(pk=version.pk).update(steps={"steps": {}})


def test_a_newer_draft_is_never_written_over(script: Script, adam: User, at: datetime) -> None:
    read = draft_mark(None)
    theirs = save_draft(actor=adam, script=script, steps=EN, seen=read, at=at)
    refused(DraftMoved, lambda: save_draft(actor=adam, script=script, steps=RU, seen=read, at=at))
    read = draft_mark(theirs)
    save_draft(actor=adam, script=script, steps=RU, seen=read, at=at)
    refused(DraftMoved, lambda: save_draft(actor=adam, script=script, steps={}, seen=read, at=at))
    refused(DraftMoved, lambda: publish_draft(actor=adam, script=script, seen=read, at=at))
    refused(DraftMoved, lambda: discard_draft(actor=adam, script=script, seen=read, at=at))
    discard_draft(actor=adam, script=script, seen=None, at=at)
    refused(DraftMoved, lambda: save_draft(actor=adam, script=script, steps={}, seen=read, at=at))


def test_what_would_be_read_aloud_in_braces_is_not_published(
    script: Script, adam: User, at: datetime
) -> None:
    steps = deepcopy(EN)
    steps["steps"]["hello"]["text"] += " {wrong}"
    save_draft(actor=adam, script=script, steps=steps, seen="", at=at)
    refused(ScriptBroken, lambda: publish_draft(actor=adam, script=script, seen=None, at=at))
    assert script.versions.get(is_published=True).steps == EN


def test_publishing_takes_the_place_of_the_published_version(
    script: Script, adam: User, cara: User, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    refused(NoDraft, lambda: publish_draft(actor=adam, script=script, seen=None, at=at))
    draft = save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    refused(NotYours, lambda: publish_draft(actor=cara, script=script, seen=None, at=at))
    made = publish_draft(actor=adam, script=script, seen=draft_mark(draft), at=later)
    assert (made.number, made.state, made.published_at) == (2, "published", later)
    assert script.versions.get(number=1).state == "earlier"
    assert last_verb() == "script_published"
    refused(NoDraft, lambda: publish_draft(actor=adam, script=script, seen=None, at=later))


def test_what_is_broken_is_saved_and_not_published(script: Script, adam: User, at: datetime) -> None:
    broken = deepcopy(EN)
    broken["steps"]["why"]["answers"][0]["next"] = "nowhere"
    save_draft(actor=adam, script=script, steps=broken, seen="", at=at)
    told = refused(ScriptBroken, lambda: publish_draft(actor=adam, script=script, seen=None, at=at))
    assert told == "An answer of step «Why we call» leads to a step that is not there."


def test_a_call_under_way_keeps_its_version(script: Script, adam: User, cara: User, at: datetime) -> None:
    factories.lead(factories.call_list(script=script))
    forget()
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    publish_draft(actor=adam, script=script, seen=None, at=at)
    claim.refresh_from_db()
    assert claim.script_version == script.versions.get(number=1)


def test_a_draft_put_aside_can_be_taken_up_again(script: Script, adam: User, at: datetime) -> None:
    refused(NoDraft, lambda: discard_draft(actor=adam, script=script, seen=None, at=at))
    save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    discard_draft(actor=adam, script=script, seen=None, at=at)
    assert (script.versions.get(number=2).state, last_verb()) == ("discarded", "script_draft_discarded")
    refused(UnknownVersion, lambda: start_draft(actor=adam, script=script, number=9, at=at))
    draft = start_draft(actor=adam, script=script, number=2, at=at)
    assert (draft.number, draft.steps) == (3, RU)
    refused(DraftExists, lambda: start_draft(actor=adam, script=script, number=1, at=at))


def test_two_versions_are_tested_beside_each_other(
    script: Script, adam: User, cara: User, at: datetime
) -> None:
    save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    for share in (-1, 100):
        refused(
            WrongShare,
            lambda share=share: publish_draft(actor=adam, script=script, seen=None, share=share, at=at),
        )
    made = publish_draft(actor=adam, script=script, seen=None, share=30, at=at)
    assert (made.state, made.share, last_verb()) == ("challenger", 30, "script_test_started")
    parts = parts_of(scripts().get().live)  # type: ignore[attr-defined]
    assert (parts.published.number, parts.challenger.number, parts.draft) == (1, 2, None)
    save_draft(actor=adam, script=script, steps=EN, seen="", at=at)
    for share in (0, 20):
        refused(
            ChallengerRuns,
            lambda share=share: publish_draft(actor=adam, script=script, seen=None, share=share, at=at),
        )
    for share in (0, 100):
        refused(WrongShare, lambda share=share: change_share(actor=adam, script=script, share=share, at=at))
    refused(NotYours, lambda: change_share(actor=cara, script=script, share=60, at=at))
    assert change_share(actor=adam, script=script, share=60, at=at).share == 60
    told = Activity.objects.count()
    change_share(actor=adam, script=script, share=60, at=at)
    assert Activity.objects.count() == told


@pytest.mark.parametrize(
    ("promote", "states"), [(True, ["earlier", "published"]), (False, ["published", "earlier"])]
)
def test_a_test_ends_one_way_or_the_other(
    promote: bool, states: list[str], script: Script, adam: User, cara: User, at: datetime
) -> None:
    refused(NoTest, lambda: end_test(actor=adam, script=script, promote=promote, at=at))
    refused(NoTest, lambda: change_share(actor=adam, script=script, share=10, at=at))
    save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    publish_draft(actor=adam, script=script, seen=None, share=50, at=at)
    refused(NotYours, lambda: end_test(actor=cara, script=script, promote=promote, at=at))
    end_test(actor=adam, script=script, promote=promote, at=at)
    assert [version.state for version in script.versions.order_by("number")] == states
    assert last_verb() == ("script_challenger_promoted" if promote else "script_challenger_dropped")
    refused(NoTest, lambda: end_test(actor=adam, script=script, promote=promote, at=at))


def test_a_test_needs_something_to_be_compared_with(adam: User, at: datetime) -> None:
    draft = create_script(actor=adam, name="New", steps=EN, at=at)
    refused(
        NothingPublished, lambda: publish_draft(actor=adam, script=draft.script, seen=None, share=50, at=at)
    )


def test_a_script_gets_another_name(script: Script, adam: User, cara: User, at: datetime) -> None:
    create_script(actor=adam, name="Warm", steps={}, at=at)
    refused(ScriptNameTaken, lambda: rename_script(actor=adam, script=script, name="Warm", at=at))
    refused(ScriptNameless, lambda: rename_script(actor=adam, script=script, name=" ", at=at))
    refused(NotYours, lambda: rename_script(actor=cara, script=script, name="Mine", at=at))
    assert rename_script(actor=adam, script=script, name=" Hot ", at=at).name == "Hot"
    told = Activity.objects.count()
    rename_script(actor=adam, script=script, name="Hot", at=at)
    assert Activity.objects.count() == told


def test_only_what_no_list_uses_goes_out_of_use(script: Script, adam: User, cara: User, at: datetime) -> None:
    used = factories.call_list(script=script)
    save_draft(actor=adam, script=script, steps=RU, seen="", at=at)
    refused(ScriptInUse, lambda: retire_script(actor=adam, script=script, at=at))
    used.script = None
    used.save()
    refused(NotYours, lambda: retire_script(actor=cara, script=script, at=at))
    assert retire_script(actor=adam, script=script, at=at) is False
    assert [version.state for version in script.versions.order_by("number")] == ["earlier", "discarded"]
    start_draft(actor=adam, script=script, number=1, at=at)
    publish_draft(actor=adam, script=script, seen=None, at=at)
    assert parts_of(scripts().get().live).published is not None  # type: ignore[attr-defined]


def test_what_was_never_published_is_deleted(adam: User, at: datetime) -> None:
    script = create_script(actor=adam, name="New", steps=EN, at=at).script
    kept = Script(pk=script.pk, name="New")
    assert retire_script(actor=adam, script=script, at=at) is True
    assert not Script.objects.exists()
    assert (last_verb(), ScriptVersion.objects.count()) == ("script_retired", 0)
    refused(ScriptGone, lambda: rename_script(actor=adam, script=kept, name="Again", at=at))


def test_writing_and_publishing_in_one_go(script: Script, adam: User, cara: User, at: datetime) -> None:
    second = save_script(actor=adam, script=script, name="Colder", steps=RU, at=at)
    assert (second.number, ScriptVersion.objects.get(is_published=True), second.script.name) == (
        2,
        second,
        "Colder",
    )
    with pytest.raises(ScriptNameTaken):
        save_script(actor=adam, script=None, name="Colder", steps=EN, at=at)
    with pytest.raises(NotYours):
        save_script(actor=cara, script=script, name="Colder", steps=EN, at=at)
    save_draft(actor=adam, script=script, steps=EN, seen="", at=at)
    refused(DraftMoved, lambda: save_script(actor=adam, script=script, name="Colder", steps=EN, at=at))
