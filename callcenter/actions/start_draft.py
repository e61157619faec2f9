from datetime import datetime

from django.db import transaction

from callcenter.actions._script_lock import draft_of, lock_script
from callcenter.actions.save_draft import save_draft
from callcenter.models import Script, ScriptVersion
from callcenter.script_refusals import DraftExists, UnknownVersion
from salesorg.people.models import User


@transaction.atomic
def start_draft(*, actor: User, script: Script, number: int, at: datetime) -> ScriptVersion:
    """Begin a draft with what version `number` says: to mend an earlier version, or to bring back a discarded draft.

    Refusals: `NotYours`, `ScriptGone`, `DraftExists`, `UnknownVersion`.
    """
    script = lock_script(actor, script)
    if draft_of(script) is not None:
        raise DraftExists
    version = script.versions.filter(number=number).first()
    if version is None:
        raise UnknownVersion
    return save_draft(actor=actor, script=script, steps=version.steps, seen="", at=at)
