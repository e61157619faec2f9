"""What the call screen is drawn from: the lead in hand, the panel of a result that asks for more, the start."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from callcenter.call_forms import CallbackForm, ReasonForm
from callcenter.callback_times import callback_times
from callcenter.open_lanes import calling_window
from callcenter.queries import ClaimCard, callbacks_of, claim_card_of, my_day
from callcenter.views.booking import booking_context
from callcenter.views.pieces import buttons_html, script_html
from salesorg.people.models import User


def show(
    request: HttpRequest, card: ClaimCard | None, at: datetime, /, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Answer with the screen: only its inside for htmx, the page around it otherwise."""
    part = "callcenter/_claim.html" if card else "callcenter/_start.html"
    context = {
        **(claim_context(card, at, extra.pop("said", [])) if card else start_context(request, at)),
        **extra,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, part, context, status=status)
    return render(request, "callcenter/desk.html", {**context, "screen": part}, status=status)


def in_hand(person: User, at: datetime) -> ClaimCard | None:
    """The lead in hand, unless its lease is over: then the queue has it back."""
    card = claim_card_of(person)
    return card if card and card.expires_at > at else None


def claim_context(card: ClaimCard, at: datetime, said: list[dict[str, Any]]) -> dict[str, Any]:
    """The lead, its script in reading order with the branches already followed (`said`), and the buttons."""
    return {
        "card": card, "script": script_html(card, said), "there": wall_clock(at, card.zone), "buttons": buttons_html(card.id),
        "draft": f"call-{card.id}",
    }  # fmt: skip


def start_context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """One's own day and the callbacks that come next."""
    person: User = request.user  # type: ignore[assignment]
    return {
        "day": my_day(person, at), "callbacks": callbacks_of(person)[:8], "now": at,
        "my_calls_url": reverse("callcenter:my_calls"),
    }  # fmt: skip


def panel_context(card: ClaimCard, code: str, data: Any, at: datetime, *, bound: bool) -> dict[str, Any]:
    """The fields of one result: bound to what was typed when it is checked, only filled with it when it is shown again."""
    context: dict[str, Any] = {"panel": code, "card": card, "draft": f"call-{card.id}"}
    filled = data if bound else None
    if code == "callback":
        form = CallbackForm(filled, zone=card.zone)
        window = calling_window(
            card.company["time_zone"],
            card.calling_from,
            card.calling_to,
            card.calling_days,
            card.country,
            card.extra_holidays,
        )
        return {**context, "form": form, "times": [_both(t, card.zone) for t in callback_times(window, at)]}
    if code == "not_interested":
        return {**context, "form": ReasonForm(filled)}
    return {**context, **booking_context(card, data, at, filled)}


def _both(moment: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """A time by their clock and by one's own."""
    here = timezone.localtime(moment)
    there = wall_clock(moment, zone)
    return {
        "value": moment.isoformat(),
        "there": there,
        "here": here,
        "differs": there != here.replace(tzinfo=None),
    }


def wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock in `zone` shows, without a zone: a template would turn an aware time into the viewer's own."""
    return moment.astimezone(zone).replace(tzinfo=None)
