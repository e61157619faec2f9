"""Two editors of one script at the same moment."""

from datetime import datetime

import pytest
from django.db.utils import IntegrityError

from callcenter.actions import create_script, publish_draft, retire_script, save_draft, save_script
from callcenter.default_script import TREES
from callcenter.models import CallList, Script, ScriptVersion
from callcenter.script_drafts import draft_mark
from callcenter.script_refusals import DraftMoved, NoDraft, ScriptInUse
from salesorg.people.models import User
from tests import factories
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)
EN, RU = TREES["en"], TREES["ru"]


def test_one_of_two_savers_is_told(adam: User, at: datetime) -> None:
    """Red without the lock on the script: both read the same draft, and the later one writes over the earlier."""
    script = save_script(actor=adam, script=None, name="Cold", steps=EN, at=at).script
    seen = draft_mark(save_draft(actor=adam, script=script, steps={}, seen="", at=at))
    for steps in (EN, RU):
        answers = at_once(*(
            lambda n=n, steps=steps, seen=seen: save_draft(
                actor=adam, script=script, steps={**steps, "order": [str(n)]}, seen=seen, at=at
            )
            for n in range(4)
        ))  # fmt: skip
        saved = [answer for answer in answers if isinstance(answer, ScriptVersion)]
        assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [DraftMoved] * 3, (
            answers
        )
        draft = script.versions.get(is_draft=True)
        assert draft.steps == saved[0].steps
        seen = draft_mark(draft)


def test_a_first_draft_and_its_publication_happen_once(adam: User, at: datetime) -> None:
    script = save_script(actor=adam, script=None, name="Cold", steps=EN, at=at).script
    first = at_once(*[lambda: save_draft(actor=adam, script=script, steps=RU, seen="", at=at)] * 3)
    assert sorted(type(answer).__name__ for answer in first) == ["DraftMoved", "DraftMoved", "ScriptVersion"]
    answers = at_once(*[lambda: publish_draft(actor=adam, script=script, seen=None, at=at)] * 3)
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [NoDraft] * 2, answers
    assert ScriptVersion.objects.get(is_published=True).number == 2


def test_a_list_never_keeps_a_script_that_was_deleted(adam: User, at: datetime) -> None:
    """Either the list was first and the script stays, or the script is gone and the list is not made."""
    for n in range(6):
        script = create_script(actor=adam, name=f"Cold {n}", steps=EN, at=at).script
        removed, made = at_once(
            lambda script=script: retire_script(actor=adam, script=script, at=at),
            lambda script=script, n=n: factories.call_list(f"List {n}", script=script),
        )
        if isinstance(made, CallList):
            assert isinstance(removed, ScriptInUse)
            assert Script.objects.filter(pk=script.pk).exists()
        else:
            assert (removed, type(made)) == (True, IntegrityError)
