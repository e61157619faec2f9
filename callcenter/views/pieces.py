"""The two large pieces of the call screen that hardly ever change: the script and the buttons.

Their HTML is drawn once per language and process; what differs from lead to lead (names, the claim's id) is put in
afterwards. Drawn anew for every lead they took two thirds of the answer.
"""

import json
import time
from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from callcenter.claim_card import ClaimCard
from callcenter.labels import disposition_label
from callcenter.models import Call
from callcenter.queries import dispositions
from callcenter.script_text import fill
from callcenter.script_tree import reading_order

# The results that ask for more before they can be logged.
PANELS = ("callback", "not_interested", "meeting_booked", "do_not_call")
# Nobody who decides was reached, but somebody talked to us.
TALKED = ("gatekeeper",)
# Answers of the script's present step, beside the digits of the results.
ANSWER_KEYS = ["KeyA", "KeyS", "KeyD", "KeyF", "KeyG", "KeyH", "KeyJ", "KeyK", "KeyL", "Semicolon"]
OBJECTION_KEYS = ["KeyQ", "KeyW", "KeyR", "KeyT", "KeyY", "KeyU", "KeyI", "KeyO", "KeyP"]
SAME_FOR_SECONDS = 60


def script_html(card: ClaimCard, said: list[dict[str, Any]]) -> SafeString | str:
    """The script read to this company, with the branches already followed (`said`); empty if the list has none."""
    if card.steps is None:
        return ""
    name, language = card.script_name or "", get_language() or "en"
    chosen = {one["step"]: one for one in said}
    html = _draw_script(card.steps, name, chosen) if chosen else _drawn_script(card.steps, name, language)
    names = {known: str(escape(value)) for known, value in card.names.items()}
    # The drafts of what they said belong to this call.
    return mark_safe(fill(html, names).replace('data-draft="call-0"', f'data-draft="call-{card.id:d}"'))


def buttons_html(claim: int, *, inbound: bool = False) -> SafeString:
    """The ways this call can end, with their keys; of a company that called us those in which nobody was reached stand aside."""
    drawn = _drawn_buttons(get_language() or "en", inbound, int(time.monotonic() // SAME_FOR_SECONDS))
    return mark_safe(drawn.replace("/claims/0/", f"/claims/{claim:d}/"))


def other_buttons_html(call: Call) -> SafeString:
    """The ways in which a logged call could have ended otherwise."""
    shown = [one for one in _buttons() if one["code"] != call.disposition.code]
    drawn = render_to_string("callcenter/_buttons.html", {"buttons": shown})
    return mark_safe(drawn.replace("/claims/0/", f"/corrections/{call.pk:d}/"))


@lru_cache(maxsize=64)
def _drawn_script(steps: str, name: str, language: str) -> str:
    """By the text itself and not by its id: a changed script is a new one."""
    return _draw_script(steps, name, {})


def _draw_script(steps: str, name: str, chosen: Mapping[str, Any]) -> str:
    tree = json.loads(steps)
    known = tree.get("steps") or {}
    shown = [
        {
            **known[code], "code": code, "first": code == tree.get("start"), "chosen": chosen.get(code, {}).get("answer"), "said": chosen.get(code, {}).get("said", ""),
            "keyed": list(zip(known[code].get("answers") or [], ANSWER_KEYS, strict=False)),
        }
        for code in reading_order(tree)
    ]  # fmt: skip
    context = {"script": shown, "script_name": name, "objections": _keyed(tree.get("objections") or [])}
    return render_to_string("callcenter/_script.html", context)


def _keyed(objections: list[Any]) -> list[tuple[Any, str]]:
    """Each objection with its key; those beyond the keys have none."""
    return list(zip_longest(objections, OBJECTION_KEYS[: len(objections)], fillvalue=""))


@lru_cache(maxsize=16)
def _drawn_buttons(language: str, inbound: bool, minute: int) -> str:
    aside = [one for one in _buttons() if inbound and not one["reached"] and one["code"] not in TALKED]
    shown = [one for one in _buttons() if one not in aside]
    return render_to_string("callcenter/_buttons.html", {"buttons": shown, "aside": aside})


def _buttons() -> list[dict[str, Any]]:
    return [
        {
            "code": one.code, "label": disposition_label(one.code), "key": one.key, "icon": one.icon, "reached": one.reached,
            "asks": one.code in PANELS, "tint": f"text-{one.colour}",
        }
        for one in dispositions()
    ]  # fmt: skip
