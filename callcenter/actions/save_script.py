from datetime import datetime
from typing import Any

from django.db import transaction

from callcenter.actions._script_lock import lock_script
from callcenter.actions.create_script import create_script
from callcenter.actions.publish_draft import publish_draft
from callcenter.actions.rename_script import rename_script
from callcenter.actions.save_draft import save_draft
from callcenter.models import Script, ScriptVersion
from callcenter.script_refusals import ScriptBroken, ScriptNameTaken
from salesorg.people.models import User

__all__ = ["ScriptBroken", "ScriptNameTaken", "save_script"]


@transaction.atomic
def save_script(
    *, actor: User | None, script: Script | None, name: str, steps: dict[str, Any], at: datetime
) -> ScriptVersion:
    """Write and publish in one go: `steps` (shape: see ScriptVersion) as the next version of a script, or as a new one.

    For the product's own default script and for imports; people write drafts. A draft that is there is never written
    over. Refusals: `NotYours`, `DraftMoved`, and those of `create_script`, `rename_script` and `publish_draft`.
    """
    if script is None:
        script = create_script(actor=actor, name=name, steps=steps, at=at).script
    else:
        script = lock_script(actor, script)
        if actor is not None and name.strip():
            rename_script(actor=actor, script=script, name=name, at=at)
        save_draft(actor=actor, script=script, steps=steps, seen="", at=at)
    return publish_draft(actor=actor, script=script, seen=None, at=at)
