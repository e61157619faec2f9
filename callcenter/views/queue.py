"""The call manager's desk: next lead, call screen, its result."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter import actions
from callcenter.actions.start_break import AlreadyOnBreak, UnknownReason
from callcenter.call_forms import answers_from
from callcenter.queries import ClaimCard
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimHeld, ClaimNotYours, OnBreak
from callcenter.views.given import given_for, text_from
from callcenter.views.next_card import next_card
from callcenter.views.pieces import PANELS
from callcenter.views.screen import in_hand, lost, panel_context, show
from callcenter.views.told import Told, told_of
from salesorg.lib.refusals import ActionRefused
from salesorg.people.actions.answer_once import TwinRunning
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, person
from salesorg.people.queries import database_now


@require_safe
@for_roles(Role.CALL_MANAGER)
def desk(request: HttpRequest) -> HttpResponse:
    """The lead in hand, or the start: my callbacks and breaks."""
    at = database_now()
    return show(request, in_hand(person(request), at), at)


@require_POST
@for_roles(Role.CALL_MANAGER)
def next_lead(request: HttpRequest) -> HttpResponse:
    """Claim the best due lead; whoever has one in hand already sees that one, whoever is on a break how to end it."""
    at = database_now()
    try:
        act_once(request, "next_lead", lambda: {"claim": _take(request, at)})
    except ClaimHeld as held:
        messages.info(request, str(held))
    except OnBreak as pause:
        return show(request, None, at, status=422, refusal=str(pause))
    return _screen(request, at, asked=True)


@require_POST
@for_roles(Role.CALL_MANAGER)
def log(request: HttpRequest, claim: int) -> HttpResponse:
    """Log the call as its result says and go on to the next lead, in one round trip."""
    at, code = database_now(), request.POST.get("disposition") or request.POST.get("panel", "")
    if opened := request.POST.get("open", ""):  # without JavaScript: show the fields of this result
        return _panel_again(request, claim, opened, at, bound=False, status=200)
    try:
        # Everything is looked at within: a replay of what was logged already asks for nothing.
        answer = act_once(request, "log_call", lambda: {"call": _logged(request, claim, code, at)})
    except (ClaimExpired, ClaimEnded) as gone:
        return lost(request, gone)
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    except TwinRunning as running:
        return HttpResponse(str(running), status=503)  # the page asks again
    except ActionRefused as refusal:
        return _panel_again(request, claim, code, at, bound=True, status=422, refusal=refusal)
    return _go_on(request, told_of(answer["call"], at), at)


def _logged(request: HttpRequest, claim: int, code: str, at: datetime) -> int:
    given = given_for(_card(request, claim, at), code, request.POST, at) if code in PANELS else {}
    phone, note = request.POST.get("phone", ""), text_from(request.POST, "note")
    return actions.log_call(
        actor=person(request), claim=claim, disposition=code, note=note, at=at, answers=answers_from(request.POST),
        phone=int(phone) if phone.isdecimal() else None, **given,
    ).pk  # fmt: skip


def _go_on(request: HttpRequest, told: Told, at: datetime) -> HttpResponse:
    """The next lead, after the commit: that none can be claimed must not undo what was logged."""
    pause = request.POST.get("then_break", "")
    stops = bool(pause) or "stop" in request.POST
    card = None if stops else next_card(request, at)
    if pause:
        _rest(request, pause, at)
    if request.headers.get("HX-Request") != "true":
        messages.success(request, f"{told.text}.")
        return redirect("callcenter:desk")
    return show(request, card, at, nothing_due=card is None and not stops, logged=told)


def _rest(request: HttpRequest, reason: str, at: datetime) -> None:
    """The break that was to follow the call; that it cannot begin does not undo what was logged."""
    with suppress(AlreadyOnBreak, ClaimHeld, UnknownReason):
        actions.start_break(actor=person(request), reason=reason, at=at)


def _take(request: HttpRequest, at: datetime) -> int | None:
    claim = actions.take_next_lead(actor=person(request), at=at)
    return claim.pk if claim else None


def _screen(request: HttpRequest, at: datetime, *, asked: bool, **extra: Any) -> HttpResponse:
    """`asked`: a lead was asked for, so that an empty hand means that nothing is due."""
    if request.headers.get("HX-Request") != "true" and not extra:
        if asked and in_hand(person(request), at) is None:
            messages.info(request, _("Nothing is due right now."))
        return redirect("callcenter:desk")
    card = in_hand(person(request), at)
    return show(request, card, at, nothing_due=asked and card is None, **extra)


def _card(request: HttpRequest, claim: int, at: datetime) -> ClaimCard:
    card = in_hand(person(request), at)
    if card is None or card.id != claim:
        raise ClaimExpired
    return card


def _panel_again(
    request: HttpRequest,
    claim: int,
    code: str,
    at: datetime,
    *,
    bound: bool,
    status: int,
    refusal: ActionRefused | None = None,
) -> HttpResponse:
    """The screen with everything that was typed, and the fields of the result open."""
    try:
        card = _card(request, claim, at)
    except ClaimExpired as gone:
        return lost(request, gone)
    panel = panel_context(card, code, request.POST, at, bound=bound) if code in PANELS else {}
    return show(
        request,
        card,
        at,
        status=status,
        typed=request.POST,
        said=answers_from(request.POST),
        refusal=str(refusal or ""),
        **panel,
    )


@require_safe
@for_roles(Role.CALL_MANAGER)
def panel(request: HttpRequest, claim: int, code: str) -> HttpResponse:
    """The fields of one result, for the screen that is already there."""
    if code not in PANELS:
        raise Http404
    at = database_now()
    try:
        card = _card(request, claim, at)
    except ClaimExpired as gone:
        return lost(request, gone)
    context = panel_context(card, code, request.GET, at, bound=False)
    return render(request, "callcenter/_panel.html", context)
