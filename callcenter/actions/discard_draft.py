from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import draft_as_seen, lock_script
from callcenter.models import Script
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def discard_draft(*, actor: User, script: Script, seen: str | None, at: datetime) -> None:
    """Put the draft aside. It stays among the versions, never published, and can be taken up again (`start_draft`).

    Refusals: `NotYours`, `ScriptGone`, `NoDraft`, `DraftMoved` when it is another one than was `seen`.
    """
    script = lock_script(actor, script)
    draft = draft_as_seen(script, seen)
    draft.is_draft = False
    draft.save(update_fields=["is_draft"])
    record_activity(
        company=None, actor=actor, verb=verbs.SCRIPT_DRAFT_DISCARDED, at=at, script=script.pk, name=script.name,
        version=draft.number,
    )  # fmt: skip
