from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import challenger_of, draft_as_seen, lock_script, published_of
from callcenter.models import Script, ScriptVersion
from callcenter.script_refusals import ChallengerRuns, NothingPublished, ScriptBroken, WrongShare
from callcenter.script_tree import tree_error
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def publish_draft(
    *, actor: User | None, script: Script, seen: str | None, at: datetime, share: int = 0
) -> ScriptVersion:
    """Publish the draft: in place of the published version, or (`share` 1..99) beside it to that many per cent of leads.

    Calls under way go on with the version they began with. While a test runs nothing else is published: it would no
    longer say which of the two was better. Refusals: `NotYours`, `ScriptGone`, `NoDraft`, `DraftMoved`, `WrongShare`,
    `ScriptBroken` (says at which step), `ChallengerRuns`, `NothingPublished`.
    """
    script = lock_script(actor, script)
    draft = draft_as_seen(script, seen)
    if not 0 <= share <= 99:
        raise WrongShare
    if wrong := tree_error(draft.steps):
        raise ScriptBroken(wrong)
    if challenger_of(script) is not None:
        raise ChallengerRuns
    before = published_of(script)
    if share and before is None:
        raise NothingPublished
    if before is not None and not share:
        before.is_published = False
        before.save(update_fields=["is_published"])
    draft.is_draft, draft.is_published, draft.published_at = False, True, at
    draft.is_challenger, draft.share = bool(share), share
    draft.save()
    _tell(actor, draft, script, at)
    return draft


def _tell(actor: User | None, version: ScriptVersion, script: Script, at: datetime) -> None:
    verb = verbs.SCRIPT_TEST_STARTED if version.share else verbs.SCRIPT_PUBLISHED
    record_activity(
        company=None, actor=actor, verb=verb, at=at, script=script.pk, name=script.name, version=version.number,
        share=version.share,
    )  # fmt: skip
