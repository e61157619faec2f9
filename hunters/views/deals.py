"""The pipeline and one deal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hunters import queries
from hunters.forms import ContactForm, DealFilter, LoseForm, StepForm
from hunters.log import told
from hunters.models import Deal
from hunters.views.contacts import contacts_of
from hunters.views.desk import HEADS, PAGE, READERS
from salesorg.clients.models import Company
from salesorg.clients.queries import timeline
from salesorg.lib.paging import CappedPaginator
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import organisation


@for_roles(*READERS)
@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """Open deals as a board, or all of them as a list."""
    viewer, at, org = person(request), timezone.now(), organisation()
    form = DealFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.deals_visible_to(viewer)
    if chosen.get("hunter"):
        found = found.filter(hunter=chosen["hunter"])
    as_list = request.GET.get("view") == "list"
    context = {
        "form": form, "heads": viewer.is_in(*HEADS), "may_move": not viewer.is_in(Role.SALES_HEAD), "org": org,
        "today": at.astimezone(org.zone).date(), "views": _views(request, as_list), "as_list": as_list,
        **(_listed(request, found, chosen, at) if as_list else _board(found, at)),
    }  # fmt: skip
    only_board = request.headers.get("HX-Request") == "true" and not as_list
    return render(request, "hunters/_board.html" if only_board else "hunters/pipeline.html", context)


def _board(found: Any, at: Any) -> dict[str, Any]:
    columns = queries.board(found, at)
    return {
        "columns": columns,
        "total": sum(column.total for column in columns),
        "count": sum(c.count for c in columns),
    }


def _listed(request: HttpRequest, found: Any, chosen: dict[str, Any], at: Any) -> dict[str, Any]:
    state = chosen.get("state") or "open"
    if chosen.get("stage"):
        found = found.filter(stage=chosen["stage"])
    found = queries.with_rotting(found, at)
    found = found.filter(is_rotting=True) if state == "rotting" else found.filter(state=state)
    order = ["next_step_on", "pk"] if state in ("open", "rotting") else ["-closed_at", "-pk"]
    paginator = CappedPaginator(found.order_by(*order), PAGE)
    return {"page": paginator.get_page(request.GET.get("page"))}


def _views(request: HttpRequest, as_list: bool) -> list[dict[str, Any]]:
    def link(**changes: str) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("view", None)
        for name, value in changes.items():
            query[name] = value
        return f"{reverse('hunters:pipeline')}?{query.urlencode()}".rstrip("?")

    return [
        {"label": _("Board"), "url": link(), "icon": "layout-kanban", "active": not as_list},
        {"label": _("List"), "url": link(view="list"), "icon": "list", "active": as_list},
    ]


@for_roles(*READERS)
@require_safe
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    """One deal with all that can be done with it."""
    return deal_page(request, get_object_or_404(queries.deals_visible_to(person(request)), pk=pk))


def deal_page(
    request: HttpRequest, found: Deal, sent: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page of a deal; `sent` holds the form that was refused, under its name."""
    viewer, at, org, sent = person(request), timezone.now(), organisation(), sent or {}
    mine = viewer.is_in(Role.HUNTERS_HEAD) or found.hunter_id == viewer.pk
    step = StepForm(
        initial={"next_step": found.next_step, "next_step_on": found.next_step_on, "amount": found.amount}
    )
    context = {
        "deal": found, "org": org, "today": at.astimezone(org.zone).date(),
        "working": mine and found.state == Deal.State.OPEN,
        "taken": found.company.status == Company.Status.CLIENT and not found.cross_sell,
        "rots_at": queries.rotting_since(found), "now": at,
        "stages": queries.stages(),
        "contacts": contacts_of(viewer, found.company),
        "events": told(timeline(found.company).filter(data__deal=found.pk)[:30]),
        "step_form": step, "contact_form": ContactForm(), "lose_form": LoseForm(),
        **sent,
    }  # fmt: skip
    return render(request, "hunters/deal.html", context, status=status)
