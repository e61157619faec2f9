"""Exchange rates, and the payments that wait for one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handoff import actions
from handoff.access import SEES_ALL_MONEY
from handoff.plan_forms import RateForm
from handoff.queries import exchange_rates, rulebook
from handoff.queries.due import stuck_payments, waiting_for_rate
from handoff.views.pay_tabs import pay_tabs
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(*SEES_ALL_MONEY)
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest) -> HttpResponse:
    """The rates, newest day first, and what waits for one that is missing."""
    org = organisation()
    return _page(request, RateForm(initial=_proposed(request, org)), org)


@for_roles(Role.FINANCE)
@require_http_methods(["POST"])
def record(request: HttpRequest) -> HttpResponse:
    """A rate from a day on; what waited for it is posted within a minute."""
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            act_once(request, "record_exchange_rate", lambda: _record(request, form))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("The rate is recorded. Payments that waited for it are posted within a minute.")
            return done(request, text, reverse("handoff:rates"))
    return _page(request, form, organisation(), status=422)


def _record(request: HttpRequest, form: RateForm) -> dict[str, int]:
    made = actions.record_exchange_rate(actor=person(request), at=timezone.now(), **form.cleaned_data)
    return {"id": made.pk}


def _proposed(request: HttpRequest, org: Organisation) -> dict[str, str]:
    """What a link from a waiting payment asks for; else the organisation's currency and today."""
    today = timezone.now().astimezone(org.zone).date()
    proposed = {"currency": "", "into": org.currency, "from_day": today.isoformat()}
    return {name: request.GET.get(name, value)[:10] for name, value in proposed.items()}


def _page(request: HttpRequest, form: RateForm, org: Organisation, status: int = 200) -> HttpResponse:
    viewer, book = person(request), rulebook(org)
    context = {
        "page": page_of(request, exchange_rates()),
        "form": form if viewer.is_in(Role.FINANCE) else None,
        "waiting": waiting_for_rate(book),
        "stuck": stuck_payments(timezone.now(), book),
        "tabs": pay_tabs(viewer, "rates"),
    }
    return render(request, "handoff/rates.html", context, status=status)
