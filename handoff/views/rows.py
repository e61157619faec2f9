"""What the lists of handoffs show, put together for the one who looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from farmers.queries import farmer_loads, hiring_signal
from handoff.access import SEES_ALL_MONEY
from handoff.actions.assign_handoff import ASSIGNERS
from handoff.checklist import Checklist
from handoff.commission import NOTHING, capped, earned
from handoff.models import Handoff
from handoff.queries import count_open, handoffs_visible_to, with_bonus, with_promises
from handoff.queries.handoffs import QUEUE
from handoff.turn import Turn, turn_of
from handoff.views.words import NEXT, STATE_COLORS
from salesorg.lib.api import capped_count
from salesorg.lib.paging import page_of
from salesorg.people.models import Organisation, Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

DONE = Handoff.State.ACCEPTED


@dataclass(frozen=True)
class Row:
    """A handoff with its clock in working time, whose turn it is, and its bonus for those who may see it."""

    handoff: Handoff
    left: timedelta
    hours: int
    turn: Turn
    yours: bool
    money: bool
    bonus: Decimal = Decimal("0.00")
    bonus_posted: Decimal = Decimal("0.00")

    @property
    def color(self) -> str:
        return STATE_COLORS[self.handoff.state]

    @property
    def late(self) -> bool:
        return self.left < timedelta() and self.handoff.state != DONE

    @property
    def seconds(self) -> int:
        """Working time left, or overdue, in whole seconds."""
        return int(abs(self.left).total_seconds())

    @property
    def spent(self) -> int:
        """Seconds of working time gone since this farmer was offered the client, at most the whole clock."""
        return max(0, min(self.clock, self.clock - int(self.left.total_seconds())))

    @property
    def clock(self) -> int:
        """The whole clock in seconds of working time."""
        return self.hours * 3600

    @property
    def next(self) -> str | Promise:
        """What is asked next, as a sentence; empty when it is over."""
        return NEXT.get(self.turn.step, "")

    @property
    def whose(self) -> str:
        """Who has to do it, by name; the head by office."""
        if self.turn.whose == "farmer" and self.handoff.farmer:
            return self.handoff.farmer.name
        return self.handoff.hunter.name if self.turn.whose == "hunter" else _("Head of the client department")


def checklist_of(handoff: Handoff) -> Checklist:
    """The steps as they stand in the row; `handoff` comes from `with_promises`."""
    return Checklist(
        brief=handoff.brief, promises=handoff.promises, introduction_arranged=handoff.introduction_arranged,
        how=handoff.introduced_how, contacts_given=handoff.contacts_given, no_promises=handoff.no_promises,
        promises_passed=handoff.promises_written,  # type: ignore[attr-defined]
        reaction=handoff.reaction, reaction_note=handoff.reaction_note, own_words=handoff.introduced_at is None,
    )  # fmt: skip


def row_of(viewer: User, handoff: Handoff, org: Organisation, at: datetime) -> Row:
    """`handoff` comes from `with_promises`, and from `with_bonus` when the viewer may see money of it."""
    left = org.working_week.between(at, handoff.due_at) if handoff.state != DONE else timedelta()
    turn = turn_of(handoff.state, checklist_of(handoff).missing)
    hers = {
        "hunter": viewer.pk == handoff.hunter_id, "farmer": viewer.pk == handoff.farmer_id,
        "head": viewer.is_in(Role.FARMERS_HEAD),
    }  # fmt: skip
    row = Row(handoff, left, org.handoff_hours, turn, hers.get(turn.whose, False), money=False)
    if handoff.hunter_id != viewer.pk and not viewer.is_in(*SEES_ALL_MONEY):
        return row
    plan = handoff.company.agreement.plan
    vat_rate = org.vat_rate if plan.net_of_vat else NOTHING
    whole = capped(earned(rate=plan.bonus_rate, received=handoff.sale.amount, vat_rate=vat_rate), plan.cap)
    posted = handoff.bonus_posted  # type: ignore[attr-defined]
    return Row(handoff, left, org.handoff_hours, turn, row.yours, True, whole, posted)


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """The list of one's handoffs by tab, and for heads the queue with the farmers' loads and the hiring signal beside it."""
    viewer, at, org = person(request), timezone.now(), organisation()
    mine = handoffs_visible_to(viewer)
    counts = count_open(mine.select_related(None), at)
    show = _tab(request, viewer)
    rows = {
        "open": mine.exclude(state=DONE),
        "late": mine.exclude(state=DONE).filter(due_at__lt=at),
        "queue": mine.filter(state__in=QUEUE),
        "accepted": mine.filter(state=DONE).order_by("-accepted_at", "-id"),
    }[show]
    total = counts[show] if show in counts else capped_count(rows)
    if viewer.is_in(Role.HUNTER, *SEES_ALL_MONEY):
        rows = with_bonus(rows)
    page = page_of(request, with_promises(rows), total=total)
    assigning = viewer.is_in(*ASSIGNERS) and show == "queue"
    loads = farmer_loads(at=at, settings=org) if assigning and page.object_list else []
    return {
        "page": page,
        "rows": [row_of(viewer, handoff, org, at) for handoff in page.object_list],
        "tabs": _tabs(viewer, counts, show),
        "show": show,
        "queue": counts["queue"] if viewer.is_in(*ASSIGNERS) else 0,
        "assigning": assigning,
        "loads": loads,
        "signal": hiring_signal(at=at, loads=loads, settings=org) if loads else None,
        "money": viewer.is_in(Role.HUNTER, *SEES_ALL_MONEY),
        "templates": viewer.is_in(Role.FARMERS_HEAD),
    }


def _tab(request: HttpRequest, viewer: User) -> str:
    asked = "queue" if "queue" in request.GET else request.GET.get("show", "")
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
