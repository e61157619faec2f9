from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._script_lock import challenger_of, lock_script
from callcenter.models import Script, ScriptVersion
from callcenter.script_refusals import NoTest
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def end_test(*, actor: User, script: Script, promote: bool, at: datetime) -> ScriptVersion:
    """End the test of two versions: the challenger takes the place of the published one, or is dropped.

    Returns the challenger. Calls under way go on with the version they began with.
    Refusals: `NotYours`, `ScriptGone`, `NoTest`.
    """
    script = lock_script(actor, script)
    version = challenger_of(script)
    if version is None:
        raise NoTest
    if promote:
        script.versions.filter(is_published=True, is_challenger=False).update(is_published=False)
    version.is_published, version.is_challenger, version.share = promote, False, 0
    version.save(update_fields=["is_published", "is_challenger", "share"])
    verb = verbs.SCRIPT_CHALLENGER_PROMOTED if promote else verbs.SCRIPT_CHALLENGER_DROPPED
    record_activity(
        company=None,
        actor=actor,
        verb=verb,
        at=at,
        script=script.pk,
        name=script.name,
        version=version.number,
    )
    return version
