from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.models import Script, ScriptVersion
from callcenter.script_tree import tree_error
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User


class ScriptNameTaken(ActionRefused):
    code = "script_name_taken"
    text = _("There is already a script of this name.")


class ScriptBroken(ActionRefused):
    code = "script_broken"


@transaction.atomic
def save_script(
    *, actor: User | None, script: Script | None, name: str, steps: dict[str, Any], at: datetime
) -> ScriptVersion:
    """Save `steps` (shape: see ScriptVersion) as the next version of a script, or as a new script, and publish it.

    Calls keep the version they were made with; a call under way goes on with its own. Refusals: `NotYours`,
    `ScriptBroken` (says which step leads nowhere), `ScriptNameTaken`.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    if wrong := tree_error(steps):
        raise ScriptBroken(wrong)
    with refusing("callcenter_script_name_key", ScriptNameTaken), transaction.atomic():
        if script is None:
            script = Script.objects.create(name=name.strip())
        else:
            # Two editors at once become two versions, one after the other.
            script = Script.objects.select_for_update().get(pk=script.pk)
            if name.strip() and script.name != name.strip():
                script.name = name.strip()
                script.save(update_fields=["name"])
    last = script.versions.aggregate(last=Max("number"))["last"] or 0
    script.versions.filter(is_published=True).update(is_published=False)
    version = ScriptVersion.objects.create(
        script=script, number=last + 1, steps=steps, is_published=True, created_by=actor, created_at=at
    )
    record_activity(
        company=None,
        actor=actor,
        verb=verbs.SCRIPT_PUBLISHED,
        at=at,
        script=script.pk,
        version=version.number,
    )
    return version
