from datetime import datetime
from typing import Any

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import refuse_others
from callcenter.models import Script, ScriptVersion
from callcenter.script_refusals import ScriptNameless, ScriptNameTaken
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import refusing
from salesorg.people.models import User


@transaction.atomic
def create_script(*, actor: User | None, name: str, steps: dict[str, Any], at: datetime) -> ScriptVersion:
    """Make a script with a first draft of `steps`, which may still be unfinished. Nobody reads it before it is published.

    Refusals: `NotYours`, `ScriptNameless`, `ScriptNameTaken`.
    """
    refuse_others(actor)
    if not name.strip():
        raise ScriptNameless
    with refusing("callcenter_script_name_key", ScriptNameTaken), transaction.atomic():
        script = Script.objects.create(name=name.strip())
    draft = ScriptVersion.objects.create(
        script=script, number=1, steps=steps, is_draft=True, created_by=actor, created_at=at
    )
    record_activity(
        company=None, actor=actor, verb=verbs.SCRIPT_CREATED, at=at, script=script.pk, name=script.name
    )
    return draft
