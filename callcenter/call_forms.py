"""What the call screen sends beside the disposition; each form belongs to one result that asks for more."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.booking import MeetingWish
from callcenter.labels import REFUSAL_REASONS
from hunters.actions import InviteTo
from salesorg.people.models import Role, User

SAID_LENGTH = 500
MINUTES = [30, 45, 60, 90, 120]
WHERE = [("place", _("In person")), ("video", _("By video"))]


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
    """A meeting: a free slot, whom to ask for, where, and who is invited by mail; the hunter, if they like a certain one."""

    slot = forms.CharField(error_messages={"required": _("Choose a time for the meeting.")})
    hunter = forms.ChoiceField(label=_("Hunter"), required=False)
    minutes = forms.TypedChoiceField(label=_("Minutes"), coerce=int)
    contact = forms.CharField(label=_("Whom to ask for"), max_length=150, required=False)
    where = forms.ChoiceField(label=_("Where"), choices=WHERE, required=False, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Place"), max_length=250, required=False)
    video_link = forms.CharField(
        label=_("Video link"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    invite = forms.ChoiceField(label=_("Invitation by e-mail"), required=False)
    email = forms.EmailField(
        label=_("New address"), max_length=200, required=False,
        widget=forms.EmailInput(attrs={"placeholder": "name@example.com", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, usual_minutes: int, emails: Sequence[dict[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.usual_minutes = usual_minutes
        lengths = sorted({*MINUTES, usual_minutes})
        self.fields["minutes"].choices = [(n, str(n)) for n in lengths]  # type: ignore[attr-defined]
        # One query for the choices and for finding who was chosen.
        self.hunters = {str(one.pk): one for one in User.objects.in_role(Role.HUNTER)}
        turn = ("", _("Whose turn it is"))
        self.fields["hunter"].choices = [turn, *((pk, one.name) for pk, one in self.hunters.items())]  # type: ignore[attr-defined]
        known = [(str(point["id"]), point["value"]) for point in emails]
        self.fields["invite"].choices = [*known, ("new", _("A new address")), ("", _("No invitation"))]  # type: ignore[attr-defined]

    def hunter_named(self, pk: Any) -> User | None:
        """The hunter with this id, if there is one."""
        return self.hunters.get(str(pk))

    def minutes_named(self, minutes: Any) -> int:
        """The length if it is one of those on offer, else the usual one."""
        text = str(minutes)
        return int(text) if text in {str(n) for n in MINUTES} else self.usual_minutes

    def clean_slot(self) -> datetime:
        chosen = _instant(self.cleaned_data["slot"])
        if chosen is None:
            raise forms.ValidationError(_("Choose a time for the meeting."))
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {})}
        cleaned["by_video"] = cleaned.get("where") == "video" or not (
            cleaned.get("where") or cleaned.get("place")
        )
        field, missing = (
            ("video_link", _("Paste the link by which they join."))
            if cleaned["by_video"]
            else ("place", _("Say where they meet."))
        )
        if not cleaned.get(field) and field not in self.errors:
            self.add_error(field, missing)
        return cleaned

    @property
    def wish(self) -> MeetingWish:
        """The meeting as agreed; of place and link the one that was chosen."""
        data = self.cleaned_data
        by_video = data["by_video"]
        return MeetingWish(
            starts_at=data["slot"], hunter=self.hunter_named(data["hunter"]), minutes=data["minutes"],
            place="" if by_video else data["place"], video_link=data["video_link"] if by_video else "",
            contact=data["contact"], invite_to=self._invite_to(),
        )  # fmt: skip

    def _invite_to(self) -> InviteTo | None:
        chosen, typed = self.cleaned_data["invite"], self.cleaned_data["email"]
        if chosen == "new":
            return InviteTo(email=typed) if typed else None
        return InviteTo(contact_point=int(chosen)) if chosen else None


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
