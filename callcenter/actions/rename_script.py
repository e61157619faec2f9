from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import lock_script
from callcenter.models import Script
from callcenter.script_refusals import ScriptNameless, ScriptNameTaken
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import refusing
from salesorg.people.models import User


@transaction.atomic
def rename_script(*, actor: User, script: Script, name: str, at: datetime) -> Script:
    """Give a script another name. Refusals: `NotYours`, `ScriptGone`, `ScriptNameless`, `ScriptNameTaken`."""
    script = lock_script(actor, script)
    if not name.strip():
        raise ScriptNameless
    if script.name == name.strip():
        return script
    before, script.name = script.name, name.strip()
    with refusing("callcenter_script_name_key", ScriptNameTaken), transaction.atomic():
        script.save(update_fields=["name"])
    record_activity(
        company=None,
        actor=actor,
        verb=verbs.SCRIPT_RENAMED,
        at=at,
        script=script.pk,
        was=before,
        name=script.name,
    )
    return script
