"""A slip of the key: the call just logged gets the result that was meant, while the next lead waits in hand."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from callcenter import actions
from callcenter.actions.correct_call import CallNotYours, refuse_what_cannot_be_corrected
from callcenter.claim_card import ClaimCard, card_of_claim
from callcenter.labels import disposition_label
from callcenter.models import Call
from callcenter.queries import calls_visible_to
from callcenter.views.given import given_for, text_from
from callcenter.views.pieces import PANELS, other_buttons_html
from callcenter.views.screen import in_hand, panel_context, show
from callcenter.views.told import corrected_until, told_of
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, person
from salesorg.people.queries import database_now, organisation


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.CALL_MANAGER)
def correct(request: HttpRequest, call: int) -> HttpResponse:
    """The ways the call could have ended; POST logs the one that was meant and goes back to the lead in hand."""
    own, at = _own(request, call), database_now()
    code = request.POST.get("disposition") or request.POST.get("panel", "")
    if request.method != "POST":
        return _shown(request, own, at)
    if opened := request.POST.get("open", ""):  # without JavaScript: show the fields of this result
        return _shown(request, own, at, opened)
    try:
        act_once(request, "correct_call", lambda: {"call": _corrected(request, own, code, at)})
    except CallNotYours as foreign:
        raise Http404 from foreign
    except ActionRefused as refusal:
        return _shown(request, own, at, code, bound=True, refusal=str(refusal))
    return _back(request, call, at)


@require_safe
@for_roles(Role.CALL_MANAGER)
def panel(request: HttpRequest, call: int, code: str) -> HttpResponse:
    """The fields of one result, for the screen that is already there."""
    if code not in PANELS:
        raise Http404
    own = _own(request, call)
    return render(request, "callcenter/_panel.html", _panel(request, own, code, database_now(), request.GET))


def _own(request: HttpRequest, call: int) -> Call:
    mine = calls_visible_to(person(request)).filter(manager=person(request))
    return get_object_or_404(mine, pk=call)


def _card(request: HttpRequest, own: Call) -> ClaimCard:
    card = card_of_claim(own.claim_id, person(request))
    if card is None:
        raise Http404
    return card


def _corrected(request: HttpRequest, own: Call, code: str, at: datetime) -> int:
    given = given_for(_card(request, own), code, request.POST, at) if code in PANELS else {}
    note = text_from(request.POST, "note")
    return actions.correct_call(
        actor=person(request), call=own.pk, disposition=code, note=note, at=at, **given
    ).pk


def _panel(
    request: HttpRequest, own: Call, code: str, at: datetime, data: Any, *, bound: bool = False
) -> dict[str, Any]:
    context = panel_context(_card(request, own), code, data, at, bound=bound)
    return {**context, "panel_url": reverse("callcenter:correct_result", args=[own.pk, code])}


def _shown(
    request: HttpRequest, own: Call, at: datetime, code: str = "", *, bound: bool = False, refusal: str = ""
) -> HttpResponse:
    """The screen of the correction, or the sentence why there is none any more."""
    status, stands = (422 if bound else 200), ""
    try:
        refuse_what_cannot_be_corrected(own, own.claim_id, at)
    except ActionRefused as late:
        status, stands = 409, str(late)
    fields = (
        _panel(request, own, code, at, request.POST, bound=bound) if code in PANELS and not stands else {}
    )
    context = {
        **fields, "call": own, "stands": stands, "refusal": "" if stands else refusal,
        "result": disposition_label(own.disposition.code), "until": corrected_until(own, organisation().correct_call_minutes, at),
        "buttons": other_buttons_html(own), "note": request.POST.get("note", own.note),
    }  # fmt: skip
    if request.headers.get("HX-Request") == "true":
        return render(request, "callcenter/_correct.html", context, status=status)
    return render(
        request, "callcenter/desk.html", {**context, "screen": "callcenter/_correct.html"}, status=status
    )


def _back(request: HttpRequest, call: int, at: datetime) -> HttpResponse:
    told = told_of(call, at)
    if request.headers.get("HX-Request") != "true":
        messages.success(request, _("Corrected. %(told)s.") % {"told": told.text})
        return redirect("callcenter:desk")
    return show(request, in_hand(person(request), at), at, logged=told, corrected=True)
