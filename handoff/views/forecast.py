"""What it would pay: the clients handed over, and an open deal."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.forms import DealForecastForm
from handoff.queries import agreement_of
from handoff.queries.forecast import portfolio_forecast
from handoff.queries.preview import cross_sell_would_pay, first_sale_would_pay
from handoff.views.pay_tabs import HUNTERS, pay_tabs
from salesorg.clients.queries import companies_visible_to
from salesorg.people.guards import for_roles
from salesorg.people.pages import person


@for_roles(*HUNTERS)
@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """The next twelve months of one's own agreements, month by month and client by client."""
    viewer = person(request)
    ahead = portfolio_forecast(viewer, timezone.now())
    chart = {
        "type": "bar", "format": "money", "currency": ahead.currency,
        "labels": [f"{month.month:%m.%Y}" for month in ahead.months],
        "series": [{"label": _("Trailing commission"), "data": [str(month.commission) for month in ahead.months], "color": "green"}],
    }  # fmt: skip
    context = {"ahead": ahead, "chart": chart, "tabs": pay_tabs(viewer, "forecast")}
    return render(request, "handoff/forecast.html", context)


@for_roles(*HUNTERS)
@require_safe
def deal(request: HttpRequest, company_id: int) -> HttpResponse:
    """What a deal with a company would pay; a fragment for the deal's page, nothing is kept."""
    viewer = person(request)
    company = get_object_or_404(companies_visible_to(viewer), pk=company_id)
    form = DealForecastForm(request.GET)
    amount = (form.cleaned_data.get("amount") if form.is_valid() else None) or Decimal("0.00")
    agreement = agreement_of(company)
    if agreement is not None:
        pays = cross_sell_would_pay(agreement=agreement, seller=viewer, amount=amount, at=timezone.now())
    else:
        yearly = form.cleaned_data.get("yearly") if form.is_valid() else None
        pays = first_sale_would_pay(hunter=viewer, amount=amount, yearly=yearly, at=timezone.now())
    context = {"pays": pays, "form": form, "company": company, "amount": amount}
    return render(request, "handoff/_deal_forecast.html", context)
