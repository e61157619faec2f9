"""One handoff with everything that the viewer may see and do about it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from farmers.farmer_choice import REASONS
from farmers.queries import farmer_loads
from handoff.actions.assign_handoff import ASSIGNERS
from handoff.forms import AssignForm, ChecklistForm, LanguageForm, ReturnForm
from handoff.models import Handoff
from handoff.queries import letters_of, passed_promises, returned_by
from handoff.views.rows import checklist_of, row_of
from handoff.views.words import JOURNAL, REACTION_COLORS, STEPS, TO_SAY
from salesorg.clients.queries import timeline
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import organisation


def case_context(viewer: User, handoff: Handoff) -> dict[str, Any]:
    """What the case shows; `handoff` comes from `with_bonus` and `with_promises`."""
    at, org = timezone.now(), organisation()
    may = may_do(viewer, handoff)
    return {
        "row": row_of(viewer, handoff, org, at),
        "handoff": handoff,
        "may": may,
        "steps": steps_of(handoff),
        "promises": list(passed_promises(handoff)),
        "letters": [(one, one.is_under_way(at)) for one in letters_of(handoff)[:5]],
        "reaction_color": REACTION_COLORS.get(handoff.reaction, ""),
        "to_say": TO_SAY,
        "checklist_form": ChecklistForm(initial=_initial(handoff)),
        "return_form": ReturnForm(),
        "language_form": LanguageForm(now=handoff.company.language),
        "choice": _choice(handoff),
        "journal": journal_of(handoff),
        "draft": f"handoff-{handoff.pk}-brief",
        "returned_by": returned_by(handoff) if may["assign"] else None,
        **_assigning(may["assign"], at, org),
    }


def panel_context(viewer: User, handoff: Handoff) -> dict[str, Any]:
    """What the client's card shows of it; no form and no journal."""
    return {
        "row": row_of(viewer, handoff, organisation(), timezone.now()),
        "handoff": handoff,
        "promises": list(passed_promises(handoff)),
    }


def may_do(viewer: User, handoff: Handoff) -> dict[str, bool]:
    """Which forms the page offers; each action decides again."""
    is_open = handoff.state != Handoff.State.ACCEPTED
    concerned = viewer.pk in (handoff.hunter_id, handoff.farmer_id)
    return {
        "introduce": is_open and (viewer.pk == handoff.hunter_id or viewer.is_in(Role.HUNTERS_HEAD)),
        "answer": is_open and viewer.pk == handoff.farmer_id,
        "assign": is_open and viewer.is_in(*ASSIGNERS),
        "write": concerned or viewer.is_in(Role.HUNTERS_HEAD, Role.FARMERS_HEAD),
    }


def steps_of(handoff: Handoff) -> list[dict[str, Any]]:
    """The checklist with what is done; once introduced, all of it is."""
    missing = [] if handoff.introduced_at else checklist_of(handoff).missing
    return [{"code": code, "label": label, "done": code not in missing} for code, label in STEPS.items()]


def _assigning(may: bool, at: datetime, org: Organisation) -> dict[str, Any]:
    loads = farmer_loads(at=at, settings=org) if may else []
    return {"loads": loads, "assign_form": AssignForm(loads={load.farmer.pk: load for load in loads})}


def _initial(handoff: Handoff) -> dict[str, Any]:
    names = ("brief", "introduction_arranged", "contacts_given", "no_promises", "reaction", "reaction_note")
    return {"how": handoff.introduced_how} | {name: getattr(handoff, name) for name in names}


def _choice(handoff: Handoff) -> dict[str, Any]:
    """The rule's explanation as it was, and the head's own word where there is one."""
    given = handoff.choice.get("given") if handoff.farmer_id else None
    rows = [
        {**one, "reason": _reason(handoff, one), "chosen": one["id"] == handoff.farmer_id}
        for one in handoff.choice.get("candidates", [])
    ]
    return {
        "rows": rows,
        "more": max(0, handoff.choice.get("considered", 0) - len(rows)),
        "given": given,
    }


def _reason(handoff: Handoff, one: dict[str, Any]) -> Any:
    """Why or why not; without a farmer, or with another one by the head's word, the rule's choice was one who could."""
    code = one["reason"]
    if code == "chosen" and one["id"] != handoff.farmer_id:
        return _("Was the rule's choice.") if handoff.farmer_id else REASONS["able"]
    return REASONS.get(code, code)


def journal_of(handoff: Handoff) -> list[dict[str, Any]]:
    """Who did what with this handoff and when, newest first."""
    rows = timeline(handoff.company).filter(verb__in=JOURNAL)[:30]
    return [
        {"at": row.at, "title": JOURNAL[row.verb][0], "icon": JOURNAL[row.verb][1], "color": JOURNAL[row.verb][2],
         "who": row.actor.name if row.actor else "", "text": row.data.get("reason") or row.data.get("note") or ""}
        for row in rows
    ]  # fmt: skip
