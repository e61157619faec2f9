from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import lock_script
from callcenter.models import Script
from callcenter.script_refusals import ScriptInUse
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def retire_script(*, actor: User, script: Script, at: datetime) -> bool:
    """Take a script out of use: one that was never published is deleted, any other keeps its versions for the figures.

    A retired script has nothing published and no draft; `start_draft` brings it back. Returns whether it was deleted.
    Refusals: `NotYours`, `ScriptGone`, `ScriptInUse` while a call list uses it.
    """
    script = lock_script(actor, script)
    if script.call_lists.exists():
        raise ScriptInUse
    deleted = not script.versions.filter(published_at__isnull=False).exists()
    record_activity(
        company=None,
        actor=actor,
        verb=verbs.SCRIPT_RETIRED,
        at=at,
        script=script.pk,
        name=script.name,
        deleted=deleted,
    )
    if deleted:
        script.delete()
    else:
        script.versions.update(is_published=False, is_challenger=False, share=0, is_draft=False)
    return deleted
