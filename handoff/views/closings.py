"""A whole month on its way to be closed, and paid."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import condition, require_POST, require_safe

from handoff import actions
from handoff.access import SEES_ALL_MONEY
from handoff.pay_forms import MonthForm
from handoff.queries import closings
from handoff.refusals import MonthNotBegun, NothingToPay
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person


@for_roles(Role.FINANCE)
@require_POST
def close_month(request: HttpRequest) -> HttpResponse:
    """Begin to close everybody's statement of a month; its progress has a page."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        raise MonthNotBegun

    def effect() -> dict[str, int]:
        begun = actions.close_month(
            actor=person(request), month=form.cleaned_data["month"], at=timezone.now()
        )
        return {"closing": begun.pk}

    answer = act_once(request, "close_month", effect)
    return done(
        request, _("The month is being closed."), reverse("handoff:closing", args=[answer["closing"]])
    )


@for_roles(Role.FINANCE)
@require_POST
def pay_month(request: HttpRequest) -> HttpResponse:
    """Record that all closed statements of a month were paid out."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        raise NothingToPay

    def effect() -> dict[str, int]:
        month = form.cleaned_data["month"]
        return {"paid": actions.pay_month(actor=person(request), month=month, at=timezone.now())}

    paid = act_once(request, "pay_month", effect)["paid"]
    text = ngettext("%(n)s statement is paid.", "%(n)s statements are paid.", paid) % {"n": paid}
    return done(request, text, reverse("handoff:statements"))


def _progress(request: HttpRequest, pk: int) -> str | None:
    """What the page depends on: an answer that would be the same is not made again."""
    found = closings().filter(pk=pk).values_list("done", "finished_at").first()
    return f'"{pk}-{found[0]}-{found[1]}-{request.headers.get("HX-Request")}"' if found else None


@for_roles(*SEES_ALL_MONEY)
@require_safe
@condition(etag_func=_progress)
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """How many of how many statements are closed; the part that lives asks again until all are."""
    found = get_object_or_404(closings(), pk=pk)
    context = {"closing": found, "percent": found.done * 100 // max(found.whole, 1)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "handoff/_closing_progress.html", context)
    return render(request, "handoff/closing.html", context)
