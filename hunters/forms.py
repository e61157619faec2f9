"""What people type on the hunters' pages."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hunters.models import DealStage, Meeting
from hunters.queries import Slot
from salesorg.lib.ui.amount_field import AmountField
from salesorg.lib.ui.figures import written
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in

YES_NO = [("yes", _("Yes, on target")), ("no", _("No, not on target"))]


class Day(forms.DateField):
    """A day from the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class Money(AmountField):
    """An amount of money, not negative, to 0.01."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal(0),
            max_digits=12,
            decimal_places=2,
            **kwargs,
        )


class HeldForm(forms.Form):
    """The meeting took place."""

    on_target = forms.ChoiceField(
        label=_("Was the meeting on target?"), choices=YES_NO, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What came out of it"), max_length=4000, required=False, widget=forms.Textarea
    )
    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_step_on = Day(label=_("On which day"))
    amount = Money(label=_("Estimated amount"), required=False)


class FailedForm(forms.Form):
    """The meeting did not take place."""

    note = forms.CharField(
        label=_("What happened"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OtherTimeForm(forms.Form):
    """One of the free slots, or any other time in the viewer's time zone."""

    slot = forms.ChoiceField(label=_("Free time"), required=False)
    other_time = forms.DateTimeField(
        label=_("Or another time"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )  # fmt: skip

    def __init__(
        self, *args: Any, slots: Iterable[Slot] = (), zone: ZoneInfo | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [("", _("Choose a time")), *slots_by_day(slots, zone)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("other_time")
        if chosen is None and data.get("slot"):
            chosen = datetime.fromisoformat(data["slot"])
        if chosen is None and not self.errors:
            self.add_error("slot", _("Choose a time."))
        return {**data, "starts_at": chosen}


class RescheduleForm(OtherTimeForm):
    """Move a meeting, and why."""

    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class MeetAgainForm(OtherTimeForm):
    """Another meeting with one's own prospect or client."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=720)
    place = forms.CharField(label=_("Place"), max_length=250, required=False)
    video_link = forms.CharField(
        label=_("Or a video link"), max_length=500, required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    contact = forms.CharField(label=_("Whom to meet"), max_length=150, required=False)
    brief = forms.CharField(label=_("Brief"), max_length=4000, required=False, widget=forms.Textarea)


class StepForm(forms.Form):
    """What comes next in a deal."""

    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_step_on = Day(label=_("On which day"))
    amount = Money(label=_("Estimated amount"), required=False)


class ContactForm(forms.Form):
    """A real contact."""

    note = forms.CharField(
        label=_("What was spoken of"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A call that reached them, a visit, an answered message: only a real contact keeps a deal fresh."),
    )  # fmt: skip


class LoseForm(forms.Form):
    """Why a deal was lost."""

    reason = forms.CharField(label=_("Why it was lost"), max_length=200)


class OpenDealForm(forms.Form):
    """A new deal."""

    title = forms.CharField(label=_("What it is about"), max_length=200, required=False)
    amount = Money(label=_("Estimated amount"), required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_step_on = Day(label=_("On which day"))


class ReassignForm(forms.Form):
    """Who takes a prospect over."""

    hunter = forms.ModelChoiceField(label=_("New hunter"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Why"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hunter"].queryset = people_in(Role.HUNTER, Role.HUNTERS_HEAD)  # type: ignore[attr-defined]


class MeetingFilter(forms.Form):
    """What to show in the list of meetings."""

    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[
            ("", _("All")), ("owed", _("Outcome owed")),
            *(one for one in Meeting.State.choices if one[0] != Meeting.State.WITHDRAWN),
        ],
    )  # fmt: skip
    hunter = forms.ModelChoiceField(
        label=_("Hunter"), queryset=User.objects.none(), required=False, empty_label=_("All hunters")
    )
    start = Day(label=_("From"), required=False)
    end = Day(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hunter"].queryset = people_in(Role.HUNTER, Role.HUNTERS_HEAD)  # type: ignore[attr-defined]


class DealFilter(forms.Form):
    """What to show of the pipeline."""

    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=DealStage.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All stages"),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[
            ("open", _("Open")), ("rotting", _("Rotting")), ("won", _("Won")),
            ("lost", pgettext_lazy("deal", "Lost")),
        ],
    )  # fmt: skip
    hunter = forms.ModelChoiceField(
        label=_("Hunter"), queryset=User.objects.none(), required=False, empty_label=_("All hunters")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hunter"].queryset = people_in(Role.HUNTER, Role.HUNTERS_HEAD)  # type: ignore[attr-defined]


def slots_by_day(slots: Iterable[Slot], zone: ZoneInfo | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the slots as groups of choices by the viewer's day; each time also in the company's `zone` if it differs."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for slot in slots:
        local = timezone.localtime(slot.starts_at)
        day = written(local, "day")
        groups.setdefault(day, []).append((slot.starts_at.isoformat(), _time(local, slot.starts_at, zone)))
    return list(groups.items())


def _time(local: datetime, at: datetime, zone: ZoneInfo | None) -> str:
    there = at.astimezone(zone) if zone else local
    if there.utcoffset() == local.utcoffset():
        return f"{local:%H:%M}"
    return gettext("%(here)s (%(there)s there)") % {"here": f"{local:%H:%M}", "there": f"{there:%H:%M}"}
