"""What the call screen is drawn from: the lead in hand, the panel of a result that asks for more, the start."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from callcenter.call_forms import CallbackForm, ConfirmForm, ReasonForm
from callcenter.callback_times import callback_times
from callcenter.calling_window import CallingWindow
from callcenter.desk_queries import breaks_of_day
from callcenter.labels import REFUSAL_REASONS
from callcenter.models import Break
from callcenter.open_lanes import calling_window
from callcenter.queries import ClaimCard, callbacks_of, claim_card_of
from callcenter.views.booking import booking_context
from callcenter.views.pieces import buttons_html, script_html
from hunters.queries import meeting_states
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from salesorg.people.queries import organisation

# The lease is renewed so many times within its length, but neither every few seconds nor hardly ever.
RENEWALS, SELDOM, OFTEN = 5, 240, 15


def show(
    request: HttpRequest, card: ClaimCard | None, at: datetime, /, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Answer with the screen: only its inside for htmx, the page around it otherwise."""
    part = "callcenter/_claim.html" if card else "callcenter/_start.html"
    context = {
        **(claim_context(card, at, extra.pop("said", [])) if card else start_context(request, at)),
        **extra,
    }
    if request.headers.get("HX-Request") != "true":
        return render(request, "callcenter/desk.html", {**context, "screen": part}, status=status)
    response = render(request, part, context, status=status)
    if request.method == "POST":
        # What lives above the screen asks again, once the screen stands.
        response["HX-Trigger-After-Settle"] = "calls:changed"
    return response


def answer_screen(
    request: HttpRequest, card: ClaimCard | None, at: datetime, /, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """The screen after a step: without JavaScript the desk is opened anew, unless there is something to say."""
    if request.headers.get("HX-Request") != "true" and not any(extra.values()):
        return redirect("callcenter:desk")
    return show(request, card, at, status=status, **extra)


def lost(request: HttpRequest, refusal: ActionRefused) -> HttpResponse:
    """The lead is gone: say so, keep what was typed in sight, show the way on."""
    said = [text for name, text in request.POST.items() if name.startswith("said:") and text]
    context = {"refusal": refusal, "note": "\n".join([request.POST.get("note", ""), *map(str, said)]).strip()}
    if request.headers.get("HX-Request") == "true":
        return render(request, "callcenter/_lost.html", context, status=409)
    return render(request, "callcenter/desk.html", {**context, "screen": "callcenter/_lost.html"}, status=409)


def lost_to_screen(response: HttpResponse) -> HttpResponse:
    """The same, asked for by a part of the screen: the whole of it goes."""
    response["HX-Retarget"], response["HX-Reswap"] = "#screen", "innerHTML"
    return response


def in_hand(person: User, at: datetime) -> ClaimCard | None:
    """The lead in hand, unless its lease is over: then the queue has it back."""
    card = claim_card_of(person)
    return card if card and card.expires_at > at else None


def claim_context(card: ClaimCard, at: datetime, said: list[dict[str, Any]]) -> dict[str, Any]:
    """The lead, its script in reading order with the branches already followed (`said`), and the buttons."""
    window, there = window_of(card), at.astimezone(card.zone)
    return {
        "card": card, "script": script_html(card, said), "there": there.replace(tzinfo=None),
        "window_open": window.is_open(at), "window_closes_at": there.replace(
            hour=window.closes.hour, minute=window.closes.minute, second=0, microsecond=0),
        "buttons": buttons_html(card.id, inbound=card.is_inbound), "draft": f"call-{card.id}", "renew_every": renew_every(card.expires_at, at),
        "break_reasons": Break.Reason.choices, "failed": _failed_meeting(card),
    }  # fmt: skip


def _failed_meeting(card: ClaimCard) -> str:
    """What became of the meeting because of which the company waits for our call, `no_show` or `cancelled`; else an empty text."""
    if not card.urgent or card.meeting_id is None:
        return ""
    return meeting_states([card.meeting_id]).get(card.meeting_id, "")


def renew_every(expires_at: datetime, at: datetime) -> int:
    """Return after how many seconds the page renews the lease, whatever its length is."""
    return max(OFTEN, min(SELDOM, int((expires_at - at).total_seconds()) // RENEWALS))


def office_hours() -> tuple[time, time]:
    """From when to when one works, for times that are proposed."""
    settings = organisation()
    return settings.opens_at, settings.closes_at


def window_of(card: ClaimCard) -> CallingWindow:
    """When the company in hand may be called."""
    return calling_window(
        card.company["time_zone"], card.calling_from, card.calling_to, card.calling_days, card.country,
        card.extra_holidays,
    )  # fmt: skip


def start_context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The callbacks that come next, today's breaks, and the break one is on."""
    person: User = request.user  # type: ignore[assignment]
    breaks = breaks_of_day(person, at)
    return {
        "callbacks": callbacks_of(person)[:8], "now": at, "breaks": breaks, "break_reasons": Break.Reason.choices,
        "pause": next((one for one in breaks if one.ended_at is None), None),
    }  # fmt: skip


def panel_context(card: ClaimCard, code: str, data: Any, at: datetime, *, bound: bool) -> dict[str, Any]:
    """The fields of one result: bound to what was typed when it is checked, only filled with it when it is shown again."""
    url = reverse("callcenter:result", args=[card.id, code])
    context: dict[str, Any] = {"panel": code, "panel_url": url, "card": card, "draft": f"call-{card.id}"}
    filled = data if bound else None
    if code == "callback":
        form = CallbackForm(filled, zone=card.zone)
        window = window_of(card)
        return {
            **context,
            "form": form,
            "times": [both_clocks(t, card.zone) for t in callback_times(window, at, office=office_hours())],
        }
    if code == "not_interested":
        return {**context, "form": ReasonForm(filled), "reasons": list(REFUSAL_REASONS.items())}
    if code == "do_not_call":
        return {**context, "form": ConfirmForm(filled)}
    return {**context, **booking_context(card, data, at, filled)}


def both_clocks(moment: datetime, zone: ZoneInfo) -> dict[str, Any]:
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
