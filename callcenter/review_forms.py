"""Forms of the quality control, and the marks as a form sends them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from callcenter.labels import DISPOSITIONS
from callcenter.models import Criterion, Review, ReviewMark
from salesorg.people.models import Role
from salesorg.people.queries import people_in


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One criterion on the page: `key` names its field (the criterion's id, or the mark's position), `met` 0 to 2 or None."""

    key: int
    text: str
    weight: int
    instant_fail: bool
    met: int | None = None


def rows_to_mark(criteria: Iterable[Criterion]) -> list[MarkRow]:
    """The criteria of a call not reviewed yet, all of them open: nothing is in order until a reviewer says so."""
    return [MarkRow(one.pk, one.text, one.weight, one.instant_fail) for one in criteria]


def rows_marked(marks: Iterable[ReviewMark]) -> list[MarkRow]:
    """The marks of a review as rows that can be changed."""
    return [MarkRow(one.position, one.text, one.weight, one.instant_fail, one.met) for one in marks]


def as_sent(rows: Iterable[MarkRow], sent: Mapping[int, int]) -> list[MarkRow]:
    """The rows with what was typed before a refusal."""
    return [replace(row, met=sent.get(row.key, row.met)) for row in rows]


def marks_from(data: QueryDict) -> dict[int, int]:
    """Key -> met of a sent form; what is no small number is left out."""
    marks = {}
    for name, value in data.items():
        key = name.removeprefix("mark-")
        if name != key and _is_number(key) and value in ("0", "1", "2"):
            marks[int(key)] = int(value)
    return marks


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


class ReviewFilter(forms.Form):
    """By person and by why the call was picked."""

    manager = forms.ModelChoiceField(
        people_in(Role.CALL_MANAGER), required=False, label=_("Call manager"), empty_label=_("All")
    )
    picked = forms.ChoiceField(
        required=False, label=_("Picked"), choices=[("", _("For any reason")), *Review.Picked.choices]
    )


class CallChoice(forms.Form):
    """By person, result and day."""

    manager = forms.ModelChoiceField(
        people_in(Role.CALL_MANAGER), required=False, label=_("Call manager"), empty_label=_("All")
    )
    disposition = forms.ChoiceField(
        required=False, label=_("Result"), choices=[("", _("Any result")), *DISPOSITIONS.items()]
    )
    day = forms.DateField(
        required=False, label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AnswerForm(forms.Form):
    """What a call manager says to a review."""

    text = forms.CharField(
        required=False, max_length=2000, label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 3})
    )
