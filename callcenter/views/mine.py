"""What a call manager looks back at: promised callbacks, own calls; and the calls on a company's card."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter import actions
from callcenter.call_forms import GiveUpForm, MoveForm
from callcenter.callback_times import callback_times
from callcenter.labels import disposition_label, reason_label
from callcenter.models import Call, Lead
from callcenter.open_lanes import calling_window
from callcenter.queries import callbacks_of, calls_of_company, calls_visible_to
from callcenter.refusals import AnswerNeeded, CallbackNotYours
from callcenter.views.screen import both_clocks, office_hours
from callcenter.views.told import corrected_until
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation


@require_safe
@for_roles(Role.CALL_MANAGER)
def callbacks(request: HttpRequest) -> HttpResponse:
    """What I promised, the earliest first."""
    rows = page_of(request, callbacks_of(person(request)))
    return render(request, "callcenter/callbacks.html", {"page": rows, "now": database_now()})


@require_safe
@for_roles(Role.CALL_MANAGER)
def callback(request: HttpRequest, lead: int) -> HttpResponse:
    """One promise, to be moved or left to the others."""
    return _callback_page(request, _own(request, lead), database_now())


@require_POST
@for_roles(Role.CALL_MANAGER)
def move(request: HttpRequest, lead: int) -> HttpResponse:
    """Promise it for another time, with the reason."""
    own, at = _own(request, lead), database_now()
    form = MoveForm(request.POST, zone=own.company.zone)
    if not form.is_valid():
        return _callback_page(request, own, at, status=422, move_form=form)

    def moved() -> None:
        cleaned = form.cleaned_data
        actions.move_callback(
            actor=person(request), lead=lead, callback_at=cleaned["chosen"], reason=cleaned["reason"], at=at
        )

    refusal = _tried(request, "move_callback", moved)
    if refusal is None:
        return done(request, _("The callback is moved."), reverse("callcenter:callbacks"))
    form.add_error(None, str(refusal))
    return _callback_page(request, own, at, status=422, move_form=form)


@require_POST
@for_roles(Role.CALL_MANAGER)
def give_up(request: HttpRequest, lead: int) -> HttpResponse:
    """Leave it to the others, with the reason."""
    own, at = _own(request, lead), database_now()
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        return _callback_page(request, own, at, status=422, give_up_form=form)
    reason = form.cleaned_data["reason"]

    def given_up() -> None:
        actions.give_up_callback(actor=person(request), lead=lead, reason=reason, at=at)

    _tried(request, "give_up_callback", given_up)
    return done(
        request, _("At its time the callback goes to whoever is free."), reverse("callcenter:callbacks")
    )


def _own(request: HttpRequest, lead: int) -> Lead:
    """An own open callback; a replay of a step that ended it is answered like any that is gone."""
    return get_object_or_404(callbacks_of(person(request)), pk=lead)


def _tried(request: HttpRequest, name: str, effect: Callable[[], None]) -> AnswerNeeded | None:
    try:
        act_once(request, name, effect)
    except AnswerNeeded as missing:
        return missing
    except CallbackNotYours as gone:
        raise Http404 from gone
    return None


def _callback_page(
    request: HttpRequest, own: Lead, at: datetime, *, status: int = 200, **forms: Any
) -> HttpResponse:
    of = own.call_list
    window = calling_window(
        own.company.time_zone, of.calling_from, of.calling_to, json.dumps(of.calling_days), of.region,
        json.dumps(organisation().extra_holidays),
    )  # fmt: skip
    context = {
        "lead": own, "due": both_clocks(own.due_at, own.company.zone), "move_form": MoveForm(zone=own.company.zone),
        "give_up_form": GiveUpForm(), "times": [both_clocks(t, own.company.zone) for t in callback_times(window, at, office=office_hours())],
        "breadcrumb": [{"label": _("My callbacks"), "url": reverse("callcenter:callbacks")}],
    }  # fmt: skip
    return render(request, "callcenter/callback.html", {**context, **forms}, status=status)


@require_safe
@for_roles(Role.CALL_MANAGER)
def my_calls(request: HttpRequest) -> HttpResponse:
    """What I logged, newest first."""
    page = page_of(request, calls_visible_to(person(request)))
    rows, at = _in_words(page.object_list), database_now()
    minutes = organisation().correct_call_minutes
    # Only the newest can be: those before them are too old.
    recent = [call.pk for call, *_ in rows if corrected_until(call, minutes, at)]
    return render(request, "callcenter/my_calls.html", {"page": page, "rows": rows, "recent": recent})


@require_safe
@for_roles(*Role)
def company_panel(request: HttpRequest, company: int) -> HttpResponse:
    """The calls made at a company, on its card; empty for who may not see them."""
    calls = calls_of_company(person(request), company)[:50]
    rows = _in_words(calls)
    return render(request, "callcenter/_company_panel.html", {"rows": rows})


def _in_words(calls: Iterable[Call]) -> list[tuple[Call, str, str]]:
    """Each call with its result and reason in the reader's language."""
    return [(call, disposition_label(call.disposition.code), reason_label(call.reason)) for call in calls]
