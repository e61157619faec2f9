"""Closed leads of a list back into its queue: choose, see how many, do it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from callcenter.actions import recycle_leads
from callcenter.admin_forms import RecycleForm
from callcenter.list_counts import counts_of_lists
from callcenter.list_queries import call_lists
from callcenter.models import CallList
from callcenter.recycle_words import outlook_rows
from callcenter.recycling import NEVER, outlook
from callcenter.views.admin_lists import closed_reasons
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.lib.ui.figures import num
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now

# Who asked not to be called is no stock to call from: they come back over the API alone, once a ban has run out.
NOT_OFFERED = NEVER | {"do_not_call"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.CALL_CENTER_ADMIN)
def recycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; with a choice in the address how many would come back; sent, they come."""
    call_list = get_object_or_404(call_lists(), pk=pk)
    at = database_now()
    closed = counts_of_lists([pk], at)[pk].closed
    reasons = [one for one in closed_reasons(call_list, closed) if one[0] not in NOT_OFFERED]
    choices = [(code, f"{label}: {num(n)}") for code, label, n in reasons]
    form = RecycleForm(request.POST or request.GET or None, closed=choices)
    found = None
    if form.is_valid():
        wanted, days = form.cleaned_data["reasons"], form.cleaned_data["older_than_days"]
        if request.method == "POST":
            try:
                made = act_once(request, "recycle_leads", lambda: _recycle(request, call_list, form))
            except NotYours:
                raise
            except ActionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return done(request, _told(made), reverse("callcenter:list", args=[pk]))
        found = outlook(call_list, wanted, at - timedelta(days=days))
    context = {
        "call_list": call_list, "form": form, "found": found, "rows": outlook_rows(found) if found else [],
        "reasons": reasons,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "callcenter/recycle.html", context, status=status)


def _recycle(request: HttpRequest, call_list: CallList, form: RecycleForm) -> dict[str, int | bool]:
    made = recycle_leads(
        actor=person(request), call_list=call_list, reasons=form.cleaned_data["reasons"],
        older_than_days=form.cleaned_data["older_than_days"], at=database_now(),
    )  # fmt: skip
    return {"returned": made.returned, "finished": made.finished_at is not None}


def _told(made: dict[str, int]) -> str:
    if not made["finished"]:
        return _("The leads are coming back, in batches.")
    n = made["returned"]
    return ngettext("%(n)s lead is back in the queue.", "%(n)s leads are back in the queue.", n) % {
        "n": num(n)
    }
