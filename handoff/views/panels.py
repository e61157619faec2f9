"""What other stages' pages show of handoffs, fetched by URL name: the client's card, the boards of the heads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handoff.queries import handoffs_visible_to, late_handoffs, with_bonus, with_promises
from handoff.views.cases import panel_context
from handoff.views.rows import row_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import organisation

SHOWN = 8


@require_safe
def panel(request: HttpRequest, company_id: int) -> HttpResponse:
    """The handoff on the client's card; nothing for those who may not see it."""
    viewer = person(request)
    seen = with_promises(with_bonus(handoffs_visible_to(viewer)))
    handoff = seen.filter(company_id=company_id).first()
    if handoff is None:
        return HttpResponse("")
    return render(request, "handoff/_panel.html", panel_context(viewer, handoff))


@for_roles(Role.FARMERS_HEAD, Role.HUNTERS_HEAD, Role.SALES_HEAD)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """The handoffs whose clock ran out, for the boards of the heads; nothing while none is late."""
    viewer, at, org = person(request), timezone.now(), organisation()
    seen = with_promises(late_handoffs(at).select_related("company", "sale", "hunter", "farmer"))
    if viewer.is_in(Role.SALES_HEAD):
        seen = with_bonus(seen)
    found = list(seen[: SHOWN + 1])
    if not found:
        return HttpResponse("")
    rows = [row_of(viewer, handoff, org, at) for handoff in found[:SHOWN]]
    return render(request, "handoff/_late.html", {"rows": rows, "more": len(found) > SHOWN})
