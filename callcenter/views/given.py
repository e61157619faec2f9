"""What a result asks for beside the note, checked by the form of its panel."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from callcenter.claim_card import ClaimCard
from callcenter.refusals import AnswerNeeded
from callcenter.views.screen import panel_context

NOTE_LENGTH = 5000


def given_for(card: ClaimCard, code: str, data: QueryDict, at: datetime) -> dict[str, Any]:
    """Return it as the actions take it. Raises `AnswerNeeded` without words: the form shows what is missing."""
    form = panel_context(card, code, data, at, bound=True)["form"]
    if not form.is_valid():
        raise AnswerNeeded("form", "")
    if code == "callback":
        return {"callback_at": form.cleaned_data["chosen"]}
    if code == "not_interested":
        return {"reason": form.chosen}
    return {"meeting": form.wish} if code == "meeting_booked" else {}


def text_from(data: QueryDict, name: str) -> str:
    """What was typed, without the one character that PostgreSQL cannot keep."""
    return data.get(name, "").replace("\x00", "")[:NOTE_LENGTH]
