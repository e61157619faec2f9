"""A scorecard while it is edited: rows that can be added, removed and moved before anything is saved. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_CRITERIA = 30
MAX_WEIGHT = 100
MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class DraftCriterion:
    """One row of the form as typed."""

    text: str = ""
    weight: str = "10"
    instant_fail: bool = False

    @property
    def number(self) -> int | None:
        """The weight as a number, or None if it is none from 1 to 100."""
        typed = self.weight.strip()
        if not typed.isascii() or not typed.isdigit() or len(typed) > 3:
            return None
        return int(typed) if 1 <= int(typed) <= MAX_WEIGHT else None

    @classmethod
    def all_from(cls, data: QueryDict) -> list[Self]:
        """The rows of a sent form; a check box is sent only if it is ticked, so each names its row."""
        fails = set(data.getlist("fails"))
        texts, weights = data.getlist("text")[: MAX_CRITERIA + 1], data.getlist("weight")
        return [
            cls(text[: MAX_TEXT + 1], weight[:10], str(row) in fails)
            for row, (text, weight) in enumerate(zip(texts, weights, strict=False))
        ]


@dataclass(frozen=True, slots=True)
class Edit:
    """The rows after a button was pressed, and the id of the control that goes on having the focus."""

    rows: list[DraftCriterion]
    focus: str


def edited(rows: Sequence[DraftCriterion], data: Mapping[str, str]) -> Edit | None:
    """Return what the pressed button does (add, remove=n, up=n, down=n: rows count from 0); None if it was none of these."""
    rows = list(rows)
    if "add" in data:
        more = [DraftCriterion()] if len(rows) < MAX_CRITERIA else []
        return Edit([*rows, *more], f"text-{len(rows)}")
    for name, step in (("remove", 0), ("up", -1), ("down", 1)):
        if name not in data:
            continue
        place = _place(data[name], len(rows))
        if place is None:
            return Edit(rows, "")
        row, to = rows.pop(place), max(0, place + step)
        if name != "remove":
            rows.insert(to, row)
        return Edit(rows, f"{name}-{min(to, len(rows) - 1)}")
    return None


def _place(typed: str, count: int) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 4
    return int(typed) if is_number and int(typed) < count else None


def draft_error(rows: Sequence[DraftCriterion]) -> str | Promise:
    """Return the sentence that says what is wrong with the rows, or an empty string."""
    if not rows or len(rows) > MAX_CRITERIA:
        return _("A scorecard has between 1 and 30 criteria.")
    for row in rows:
        if not row.text.strip():
            return _("Every criterion needs words.")
        if len(row.text.strip()) > MAX_TEXT:
            return _("A criterion has 200 characters at most.")
        if row.number is None:
            return _("The weight of «%(text)s» is a number from 1 to 100.") % {"text": row.text.strip()}
    texts = [row.text.strip() for row in rows]
    if twice := next((text for place, text in enumerate(texts) if text in texts[:place]), ""):
        return _("«%(text)s» stands there twice.") % {"text": twice}
    if all(row.instant_fail for row in rows):
        return _("At least one criterion must be more than an instant fail.")
    return ""
