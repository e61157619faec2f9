"""Numbers that are never to be called: one or many at once, or a file of them; found by the exact number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from callcenter.actions import forbid_calls, upload_numbers
from callcenter.admin_forms import ForbidForm, NumbersFilter, NumbersForm
from callcenter.do_not_call_queries import do_not_call as listed
from callcenter.do_not_call_queries import numbers_files
from callcenter.import_words import error_text
from callcenter.models import NumbersFile
from callcenter.pasted_phones import read_pasted
from salesorg.clients.models import DoNotCall
from salesorg.lib.paging import page_of
from salesorg.lib.phones import normalise_phone
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation

Admin = for_roles(Role.CALL_CENTER_ADMIN)
UNDER_WAY = (NumbersFile.Status.QUEUED, NumbersFile.Status.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def do_not_call(request: HttpRequest) -> HttpResponse:
    """The list, newest first, its filters and the form."""
    form = ForbidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phones, unread = read_pasted(form.cleaned_data["phones"], organisation().country)
        try:
            made = act_once(request, "forbid_calls", lambda: _forbid(request, phones, form))
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error("expires_on" if refusal.code == "expiry_passed" else "phones", str(refusal))
        else:
            return done(
                request,
                _told(made["numbers"], len(phones) - made["numbers"], made["closed"], len(unread)),
                reverse("callcenter:do_not_call"),
            )
    return _page(request, form)


def _forbid(request: HttpRequest, phones: list[str], form: ForbidForm) -> dict[str, int]:
    forbidden = forbid_calls(
        actor=person(request), phones=phones, reason=form.cleaned_data["reason"],
        expires_on=form.cleaned_data["expires_on"], at=database_now(),
    )  # fmt: skip
    return {"numbers": forbidden.numbers, "closed": forbidden.closed}


def _told(numbers: int, known: int, closed: int, unread: int) -> str:
    text = ngettext("%(n)s number added.", "%(n)s numbers added.", numbers) % {"n": numbers}
    if known:
        text += " " + ngettext(
            "%(n)s number was there already: of two last days the later one holds.",
            "%(n)s numbers were there already: of two last days the later one holds.", known,
        ) % {"n": known}  # fmt: skip
    if closed:
        text += " " + ngettext("%(n)s lead closed.", "%(n)s leads closed.", closed) % {"n": closed}
    if unread:
        text += " " + ngettext(
            "%(n)s line holds no valid number.", "%(n)s lines hold no valid number.", unread
        ) % {"n": unread}
    return text


def _page(request: HttpRequest, form: ForbidForm) -> HttpResponse:
    asked = NumbersFilter(request.GET)
    chosen: dict[str, Any] = asked.cleaned_data if asked.is_valid() else {}
    search, reason = chosen.get("phone", ""), chosen.get("reason", "")
    expiring = bool(chosen.get("expiring"))
    page = page_of(request, listed(search, organisation().country, reason=reason, expiring=expiring))
    reasons = dict(DoNotCall.Reason.choices)
    context = {
        "form": form, "filter": asked, "page": page, "search": search, "filtered": bool(reason or expiring),
        "no_number": bool(search.strip()) and normalise_phone(search, organisation().country) is None,
        "rows": [(row, reasons.get(row.reason, row.reason)) for row in page.object_list],
        "files": numbers_files()[:5],
    }  # fmt: skip
    return render(request, "callcenter/do_not_call.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def upload(request: HttpRequest) -> HttpResponse:
    """A file of numbers."""
    form = NumbersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = act_once(request, "upload_numbers", lambda: {"id": _upload(request, form).pk})
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error("expires_on" if refusal.code == "expiry_passed" else "file", str(refusal))
        else:
            return done(
                request, _("The file is being read."), reverse("callcenter:numbers_file", args=[made["id"]])
            )
    return render(
        request, "callcenter/numbers_upload.html", {"form": form}, status=422 if form.errors else 200
    )


def _upload(request: HttpRequest, form: NumbersForm) -> NumbersFile:
    file = form.cleaned_data["file"]
    return upload_numbers(
        actor=person(request), file=file.file, file_name=file.name, reason=form.cleaned_data["reason"],
        expires_on=form.cleaned_data["expires_on"], at=database_now(),
    )  # fmt: skip


@require_safe
@Admin
def numbers_file(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is and what came of it."""
    found = get_object_or_404(numbers_files(), pk=pk)
    context = {
        "file": found, "under_way": found.status in UNDER_WAY, "error": error_text(found.error),
        "percent": min(99, 100 * found.rows_done // found.rows) if found.rows else 0,
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    return render(
        request, "callcenter/_numbers_file.html" if part else "callcenter/numbers_file.html", context
    )
