"""What the call screen sends beside the disposition; each form belongs to one result that asks for more."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.booking import MeetingWish
from callcenter.labels import REFUSAL_REASONS
from salesorg.people.models import Role, User

SAID_LENGTH = 500
MINUTES = [30, 45, 60, 90, 120]


class CallbackForm(forms.Form):
    """When to call back: one of the offered times, or any other in the company's own time zone."""

    offered = forms.CharField(required=False)
    callback_at = forms.DateTimeField(
        label=_("Another time, by their clock"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )  # fmt: skip

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_callback_at(self) -> datetime | None:
        """What was typed is the wall clock there, whatever the zone of who typed it."""
        typed: datetime | None = self.cleaned_data["callback_at"]
        return typed and typed.replace(tzinfo=self.zone).astimezone(UTC)

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {})}
        chosen = cleaned.get("callback_at") or _instant(cleaned.get("offered", ""))
        if chosen is None and not self.errors:
            self.add_error(None, _("Say when to call back."))
        return {**cleaned, "chosen": chosen}


class GiveUpForm(forms.Form):
    """Why a promise is changed: whoever calls next reads it."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class MoveForm(CallbackForm):
    """Another time for a promised callback, and why."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class ReasonForm(forms.Form):
    """Why they are not interested."""

    reason = forms.ChoiceField(
        label=_("Why are they not interested?"), choices=list(REFUSAL_REASONS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Say why they are not interested.")},
    )  # fmt: skip
    own_words = forms.CharField(label=_("In their own words"), max_length=200, required=False)

    @property
    def chosen(self) -> str:
        """The reason's code, or the words given for «other»."""
        own, code = self.cleaned_data["own_words"].strip(), str(self.cleaned_data["reason"])
        return own if code == "other" and own else code


class ConfirmForm(forms.Form):
    """That it is meant: what follows cannot be undone."""

    sure = forms.CharField(error_messages={"required": _("Confirm it: this cannot be undone.")})


class BookingForm(forms.Form):
    """A meeting: a free slot, and if they like a certain hunter, length, place and whom to ask for."""

    slot = forms.CharField(error_messages={"required": _("Choose a time for the meeting.")})
    hunter = forms.ModelChoiceField(
        label=_("Hunter"), queryset=User.objects.none(), required=False, empty_label=_("Whose turn it is")
    )
    minutes = forms.TypedChoiceField(label=_("Minutes"), coerce=int)
    contact = forms.CharField(label=_("Whom to ask for"), max_length=150, required=False)
    place = forms.CharField(label=_("Place"), max_length=250, required=False)

    def __init__(self, *args: Any, usual_minutes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lengths = sorted({*MINUTES, usual_minutes})
        self.fields["minutes"].choices = [(n, str(n)) for n in lengths]  # type: ignore[attr-defined]
        self.fields["minutes"].initial = usual_minutes
        self.fields["hunter"].queryset = User.objects.in_role(Role.HUNTER)  # type: ignore[attr-defined]

    def clean_slot(self) -> datetime:
        chosen = _instant(self.cleaned_data["slot"])
        if chosen is None:
            raise forms.ValidationError(_("Choose a time for the meeting."))
        return chosen

    @property
    def wish(self) -> MeetingWish:
        """The meeting as agreed."""
        data = self.cleaned_data
        return MeetingWish(
            starts_at=data["slot"],
            hunter=data["hunter"],
            minutes=data["minutes"],
            place=data["place"],
            contact=data["contact"],
        )


def _instant(text: str) -> datetime | None:
    """An aware time from an offered choice; anything else is as good as none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def answers_from(data: Any) -> list[dict[str, Any]]:
    """Return the followed branches, [{step, answer, said?}], from the radio buttons `answer:<step>` in the order of the script.

    `said`: what they said when no answer of the script was suitable, from the field `said:<step>`.
    """
    said = [(name.removeprefix("answer:"), data[name]) for name in data if name.startswith("answer:")]
    return [_answer(step, place, data.get(f"said:{step}", "")) for step, place in said[:200]]


def _answer(step: str, place: str, words: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"step": step.replace("\x00", "")[:60], "answer": "none"}
    if place.isdecimal() and len(place) < 3:
        answer["answer"] = int(place)
    elif kept := words.replace("\x00", "").strip()[:SAID_LENGTH]:
        answer["said"] = kept
    return answer
