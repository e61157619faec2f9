"""Numbers that are never to be called: added one or many at once, found by the exact number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from callcenter.actions import forbid_calls
from callcenter.admin_forms import ForbidForm
from callcenter.list_queries import do_not_call as listed
from callcenter.pasted_phones import read_pasted
from salesorg.clients.models import DoNotCall
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.CALL_CENTER_ADMIN)
def do_not_call(request: HttpRequest) -> HttpResponse:
    """The list, newest first, a search and the form."""
    form = ForbidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phones, unread = read_pasted(form.cleaned_data["phones"], organisation().country)
        try:
            made = act_once(
                request, "forbid_calls", lambda: _forbid(request, phones, form.cleaned_data["reason"])
            )
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error("phones", str(refusal))
        else:
            return done(
                request,
                _told(made["numbers"], made["closed"], len(unread)),
                reverse("callcenter:do_not_call"),
            )
    return _page(request, form)


def _forbid(request: HttpRequest, phones: list[str], reason: str) -> dict[str, int]:
    forbidden = forbid_calls(actor=person(request), phones=phones, reason=reason, at=database_now())
    return {"numbers": forbidden.numbers, "closed": forbidden.closed}


def _told(numbers: int, closed: int, unread: int) -> str:
    text = ngettext("%(n)s number added.", "%(n)s numbers added.", numbers) % {"n": numbers}
    if closed:
        text += " " + ngettext("%(n)s lead closed.", "%(n)s leads closed.", closed) % {"n": closed}
    if unread:
        text += " " + ngettext(
            "%(n)s line holds no valid number.", "%(n)s lines hold no valid number.", unread
        ) % {"n": unread}
    return text


def _page(request: HttpRequest, form: ForbidForm) -> HttpResponse:
    search = request.GET.get("phone", "")[:40]
    page = page_of(request, listed(search, organisation().country))
    reasons = dict(DoNotCall.Reason.choices)
    rows = [(row, reasons.get(row.reason, row.reason)) for row in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "search": search}
    return render(request, "callcenter/do_not_call.html", context, status=422 if form.errors else 200)
