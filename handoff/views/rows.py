"""What the pages of a handoff show, put together for the one who looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from farmers.farmer_choice import REASONS
from farmers.queries import farmer_loads
from handoff import verbs
from handoff.access import SEES_ALL_MONEY
from handoff.actions.assign_handoff import ASSIGNERS
from handoff.commission import NOTHING, capped, earned
from handoff.forms import AssignForm, ChecklistForm, ReturnForm
from handoff.models import Handoff
from handoff.queries import count_open, handoffs_visible_to, with_bonus
from handoff.queries.handoffs import QUEUE
from salesorg.clients.queries import timeline
from salesorg.lib.api import capped_count
from salesorg.lib.paging import page_of
from salesorg.people.models import Organisation, Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

STATE_COLORS = {
    "unassigned": "red", "offered": "yellow", "introduced": "azure", "accepted": "green", "returned": "orange",
}  # fmt: skip
STEPS = (
    verbs.HANDOFF_OPENED, verbs.HANDOFF_BRIEFED, verbs.FARMER_INTRODUCED, verbs.HANDOFF_ACCEPTED,
    verbs.HANDOFF_RETURNED, verbs.HANDOFF_ASSIGNED, verbs.HANDOFF_LATE,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A handoff with its clock in working time, and its bonus for those who may see it."""

    handoff: Handoff
    left: timedelta
    color: str
    money: bool
    bonus: Decimal = Decimal("0.00")
    bonus_posted: Decimal = Decimal("0.00")

    @property
    def late(self) -> bool:
        return self.left < timedelta() and self.handoff.state != Handoff.State.ACCEPTED

    @property
    def seconds(self) -> int:
        """Working time left, or overdue, in whole seconds."""
        return int(abs(self.left).total_seconds())


def row_of(viewer: User, handoff: Handoff, org: Organisation, at: datetime) -> Row:
    """`handoff` comes from `with_bonus` when the viewer may see money of it."""
    left = (
        org.working_week.between(at, handoff.due_at)
        if handoff.state != Handoff.State.ACCEPTED
        else timedelta()
    )
    color = STATE_COLORS[handoff.state]
    if handoff.hunter_id != viewer.pk and not viewer.is_in(*SEES_ALL_MONEY):
        return Row(handoff, left, color, money=False)
    plan = handoff.company.agreement.plan
    vat_rate = org.vat_rate if plan.net_of_vat else NOTHING
    whole = capped(earned(rate=plan.bonus_rate, received=handoff.sale.amount, vat_rate=vat_rate), plan.cap)
    return Row(handoff, left, color, True, whole, handoff.bonus_posted)  # type: ignore[attr-defined]


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """The list of one's handoffs by tab, and for heads the queue with the farmers' loads beside it."""
    viewer, at, org = person(request), timezone.now(), organisation()
    mine = handoffs_visible_to(viewer)
    counts = count_open(mine.select_related(None), at)
    show = _tab(request, viewer, counts)
    rows = {
        "open": mine.exclude(state=Handoff.State.ACCEPTED),
        "late": mine.exclude(state=Handoff.State.ACCEPTED).filter(due_at__lt=at),
        "queue": mine.filter(state__in=QUEUE),
        "accepted": mine.filter(state=Handoff.State.ACCEPTED).order_by("-accepted_at", "-id"),
    }[show]
    total = counts[show] if show in counts else capped_count(rows)
    if viewer.is_in(Role.HUNTER, *SEES_ALL_MONEY):
        rows = with_bonus(rows)
    page = page_of(request, rows, total=total)
    assigning = viewer.is_in(*ASSIGNERS) and show == "queue"
    loads = farmer_loads(at=at) if assigning and page.object_list else []
    return {
        "page": page,
        "rows": [row_of(viewer, handoff, org, at) for handoff in page.object_list],
        "tabs": _tabs(viewer, counts, show),
        "show": show,
        "queue": counts["queue"] if viewer.is_in(*ASSIGNERS) else 0,
        "assigning": assigning,
        "loads": loads,
        "money": viewer.is_in(Role.HUNTER, *SEES_ALL_MONEY),
        "hours": org.handoff_hours,
    }


def _tab(request: HttpRequest, viewer: User, counts: dict[str, int]) -> str:
    asked = request.GET.get("show", "")
    known = [name for name, _label in _labels(viewer)]
    return asked if asked in known else "open"


def _labels(viewer: User) -> list[tuple[str, str]]:
    heads = viewer.is_in(Role.FARMERS_HEAD, Role.HUNTERS_HEAD, Role.SALES_HEAD)
    queue = [("queue", _("Nobody's yet"))] if heads else []
    return [("open", _("On their way")), ("late", _("Late")), *queue, ("accepted", _("Accepted"))]


def _tabs(viewer: User, counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    url = reverse("handoff:desk")
    return [
        {"label": label, "url": f"{url}?show={name}", "active": name == show, "count": counts.get(name)}
        for name, label in _labels(viewer)
    ]


def case_context(viewer: User, handoff: Handoff) -> dict[str, Any]:
    """One handoff with everything that `viewer` may see and do about it; `handoff` comes from `with_bonus`."""
    at = timezone.now()
    row = row_of(viewer, handoff, organisation(), at)
    is_open = handoff.state != Handoff.State.ACCEPTED
    may = {
        "introduce": is_open and (viewer.pk == handoff.hunter_id or viewer.is_in(Role.HUNTERS_HEAD)),
        "answer": is_open and viewer.pk == handoff.farmer_id,
        "assign": is_open and viewer.is_in(*ASSIGNERS),
    }
    return {
        "row": row,
        "handoff": handoff,
        "may": may,
        "checklist_form": ChecklistForm(initial=_checklist(handoff)),
        "return_form": ReturnForm(),
        "choice": [
            {**one, "reason": REASONS.get(one["reason"], one["reason"])}
            for one in handoff.choice.get("candidates", [])
        ],
        **_assigning(may["assign"], at),
        "steps": steps_of(handoff),
        "draft": f"handoff-{handoff.pk}",
    }


def _assigning(may: bool, at: datetime) -> dict[str, Any]:
    loads = farmer_loads(at=at) if may else []
    return {"loads": loads, "assign_form": AssignForm(loads={load.farmer.pk: load for load in loads})}


def _checklist(handoff: Handoff) -> dict[str, Any]:
    return {
        "brief": handoff.brief,
        "promises": handoff.promises,
        "introduction_arranged": handoff.introduction_arranged,
        "how": handoff.introduced_how,
        "contacts_given": handoff.contacts_given,
    }


def steps_of(handoff: Handoff) -> list[dict[str, Any]]:
    """Who did what with this handoff and when, newest first."""
    titles = {
        verbs.HANDOFF_OPENED: (_("First sale; the client is handed over"), "arrows-exchange", "green"),
        verbs.HANDOFF_BRIEFED: (_("Introduction prepared"), "checklist", "secondary"),
        verbs.FARMER_INTRODUCED: (_("Farmer introduced to the client"), "users", "azure"),
        verbs.HANDOFF_ACCEPTED: (_("Accepted by the farmer"), "circle-check", "green"),
        verbs.HANDOFF_RETURNED: (_("Returned to the head"), "arrow-back-up", "orange"),
        verbs.HANDOFF_ASSIGNED: (_("Assigned anew by the head"), "user-check", "azure"),
        verbs.HANDOFF_LATE: (_("Late; the heads were told"), "alarm", "red"),
    }
    rows = timeline(handoff.company).filter(verb__in=STEPS)[:30]
    return [
        {"at": row.at, "title": titles[row.verb][0], "icon": titles[row.verb][1], "color": titles[row.verb][2],
         "who": row.actor.name if row.actor else "", "text": row.data.get("reason", "")}
        for row in rows
    ]  # fmt: skip
