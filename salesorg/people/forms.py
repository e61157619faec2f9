"""Forms about oneself."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def known_zone(name: str) -> None:
    """Refuse a time zone that the world does not know."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name. Example: Europe/Moscow."))


class ZoneField(forms.CharField):
    """An IANA time zone, typed with suggestions (there are some six hundred)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(
            max_length=64, validators=[known_zone], widget=widget, label=_("Time zone"), **options
        )


class ProfileForm(forms.Form):
    """How the product speaks to me."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    time_zone = ZoneField(
        help_text=_("All times are shown in it, except where a client's local time matters.")
    )


class PasswordForm(forms.Form):
    """A new password for oneself."""

    current = forms.CharField(
        label=_("Current password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"), help_text=_("At least 10 characters, and not a common one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("New password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned
