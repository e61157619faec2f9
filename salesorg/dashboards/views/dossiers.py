"""The client's story on one page, for the farmer before the first conversation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handoff.queries import handoffs_visible_to
from hunters.queries import READS_STORY
from salesorg.clients.models import Company
from salesorg.clients.queries import companies_visible_to
from salesorg.dashboards.dossier import dossier
from salesorg.people.guards import for_roles
from salesorg.people.pages import person

READERS = READS_STORY


@require_safe
@for_roles(*READERS)
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls, meetings, deals, the sale, promises and contacts of one company; foreign = 404."""
    viewer = person(request)
    # Who may see the handoff of a company may see the company (access.py of both): one query less.
    handoff = handoffs_visible_to(viewer).filter(company_id=pk).first()
    company: Company = handoff.company if handoff else get_object_or_404(companies_visible_to(viewer), pk=pk)
    context = dossier(viewer, company, handoff) | {
        "local_now": timezone.localtime(timezone.now(), company.zone)
    }
    return render(request, "dashboards/dossier.html", context)
