"""What every change to a script begins with: the role, then the script's own row."""

from callcenter.models import Script, ScriptVersion
from callcenter.script_drafts import draft_mark
from callcenter.script_refusals import DraftMoved, NoDraft, ScriptGone
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


def lock_script(actor: User | None, script: Script) -> Script:
    """Lock the script: two editors come one after the other, and no list can be given a script that is being removed.

    `actor` is None for the product itself (the default script). Refusals: `NotYours`, `ScriptGone`.
    """
    refuse_others(actor)
    found = Script.objects.select_for_update().filter(pk=script.pk).first()
    if found is None:
        raise ScriptGone
    return found


def refuse_others(actor: User | None) -> None:
    """Scripts are the call-centre administrator's."""
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours


def draft_of(script: Script) -> ScriptVersion | None:
    """Return the draft, if there is one."""
    return script.versions.filter(is_draft=True).select_related("created_by").first()


def draft_as_seen(script: Script, seen: str | None) -> ScriptVersion:
    """Return the draft that the person has read (`seen`: its mark; None: whichever). Refusals: `NoDraft`, `DraftMoved`."""
    draft = draft_of(script)
    if draft is None:
        raise NoDraft
    if seen is not None and seen != draft_mark(draft):
        raise DraftMoved
    return draft


def published_of(script: Script) -> ScriptVersion | None:
    """Return the main published version."""
    return script.versions.filter(is_published=True, is_challenger=False).first()


def challenger_of(script: Script) -> ScriptVersion | None:
    """Return the version that is tested beside the main one."""
    return script.versions.filter(is_challenger=True).first()
