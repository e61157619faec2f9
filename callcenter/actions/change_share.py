from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import challenger_of, lock_script
from callcenter.models import Script, ScriptVersion
from callcenter.script_refusals import NoTest, WrongShare
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def change_share(*, actor: User, script: Script, share: int, at: datetime) -> ScriptVersion:
    """Give the challenger to another share (per cent) of the leads. Refusals: `NotYours`, `ScriptGone`, `NoTest`, `WrongShare`."""
    script = lock_script(actor, script)
    version = challenger_of(script)
    if version is None:
        raise NoTest
    if not 1 <= share <= 99:
        raise WrongShare
    if version.share == share:
        return version
    before, version.share = version.share, share
    version.save(update_fields=["share"])
    record_activity(
        company=None, actor=actor, verb=verbs.SCRIPT_SHARE_CHANGED, at=at, script=script.pk, name=script.name,
        version=version.number, was=before, now=share,
    )  # fmt: skip
    return version
