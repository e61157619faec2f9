from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from callcenter import verbs
from callcenter.actions._script_lock import draft_of, lock_script
from callcenter.models import Script, ScriptVersion
from callcenter.script_drafts import draft_mark
from callcenter.script_refusals import DraftMoved
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def save_draft(
    *, actor: User | None, script: Script, steps: dict[str, Any], seen: str | None, at: datetime
) -> ScriptVersion:
    """Save `steps` as the script's one draft, finished or not; a first one gets the next number.

    `seen` is the mark of the draft that the writer began from (`draft_mark`; '' for none; None writes over whatever is
    there). Refusals: `NotYours`, `ScriptGone`, `DraftMoved` when somebody else changed the draft meanwhile.
    """
    script = lock_script(actor, script)
    draft = draft_of(script)
    if seen is not None and seen != draft_mark(draft):
        raise DraftMoved
    if draft is None:
        last = script.versions.aggregate(last=Max("number"))["last"] or 0
        draft = ScriptVersion(script=script, number=last + 1, is_draft=True)
    draft.steps, draft.created_by, draft.created_at = steps, actor, at
    draft.save()
    record_activity(
        company=None, actor=actor, verb=verbs.SCRIPT_DRAFTED, at=at, script=script.pk, name=script.name,
        version=draft.number,
    )  # fmt: skip
    return draft
