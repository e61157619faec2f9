"""Companies that may be one: side by side, kept apart or merged, and the decision taken back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter.actions import keep_apart, merge_companies, reopen_duplicate
from callcenter.duplicate_queries import possible_duplicates, sides_of
from callcenter.list_queries import imports
from callcenter.models import PossibleDuplicate
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now

Admin = for_roles(Role.CALL_CENTER_ADMIN)
State = PossibleDuplicate.State
A_PAGE = 20


@require_safe
@Admin
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs to decide; those decided under their own tabs."""
    state = request.GET.get("state", "")
    state = state if state in State.values else State.OPEN
    number = request.GET.get("import", "")
    job = get_object_or_404(imports(), pk=int(number)) if number.isascii() and number[:9].isdigit() else None
    page = page_of(request, possible_duplicates(state, job), A_PAGE)
    more = f"&import={job.pk}" if job else ""
    tabs = [
        {"label": str(label), "url": f"{request.path}?state={value}{more}", "active": value == state}
        for value, label in State.choices
    ]
    context = {"page": page, "pairs": sides_of(page.object_list), "tabs": tabs, "state": state, "job": job}
    return render(request, "callcenter/duplicates.html", context)


@require_POST
@Admin
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Two companies."""
    return _decided(
        request, pk, "keep_apart", _("Kept apart."),
        lambda pair: keep_apart(actor=person(request), pair=pair, at=database_now()),
    )  # fmt: skip


@require_POST
@Admin
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """One company: `keep` says which one stays."""
    kept = request.POST.get("keep", "")
    company = int(kept) if kept.isascii() and kept.isdigit() else 0
    return _decided(
        request, pk, "merge_companies", _("Merged. Until something new happens to it, this can be undone."),
        lambda pair: merge_companies(actor=person(request), pair=pair, keep=company, at=database_now()),
    )  # fmt: skip


@require_POST
@Admin
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the decision back."""
    return _decided(
        request, pk, "reopen_duplicate", _("The decision is taken back."),
        lambda pair: reopen_duplicate(actor=person(request), pair=pair, at=database_now()),
    )  # fmt: skip


def _decided(
    request: HttpRequest,
    pk: int,
    action: str,
    text: str,
    decide: Callable[[PossibleDuplicate], PossibleDuplicate],
) -> HttpResponse:
    pair = get_object_or_404(PossibleDuplicate, pk=pk)
    act_once(request, action, lambda: {"id": decide(pair).pk})
    back = request.POST.get("import", "")
    more = f"?import={back}" if back.isascii() and back.isdigit() else ""
    return done(request, text, reverse("callcenter:duplicates") + more)
