"""What the client's card on the roof shows of this stage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from farmers import queries
from farmers.models import Promise
from farmers.neglect import local_day
from farmers.urgency import marks_of
from salesorg.people.pages import person
from salesorg.people.queries import organisation


@require_safe
def panel(request: HttpRequest, company_id: int) -> HttpResponse:
    """The account of a company; nothing for whoever may not see it, or before there is one."""
    seen = queries.accounts_visible_to(person(request)).select_related("farmer", "service_level")
    account = seen.filter(company_id=company_id).first()
    if account is None:
        return HttpResponse()
    now = timezone.now()
    return render(request, "farmers/_panel.html", {
        "account": account,
        "now": now,
        "marks": marks_of(account, today=local_day(now, organisation().zone), at=now),
        "touches": account.touches.select_related("person")[:5],
        "promises": account.promises.filter(state=Promise.State.OPEN)[:10],
        "requests": account.requests.filter(answered_at__isnull=True)[:10],
    })  # fmt: skip
