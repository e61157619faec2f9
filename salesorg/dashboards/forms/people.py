"""Forms about the department's people."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from salesorg.people.models import Absence, Role, Team, User


class SegmentsField(forms.CharField):
    """A list of words typed with commas between."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> Any:
        words = str(value or "").split(",")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def run_validators(self, value: object) -> None:
        super().run_validators(", ".join(value) if isinstance(value, list) else value)


class LanguagesField(SegmentsField):
    """A list of languages as two-letter codes."""

    def to_python(self, value: object) -> Any:
        codes = [code.lower() for code in super().to_python(value)]
        if wrong := [code for code in codes if not re.fullmatch("[a-z]{2}", code)]:
            raise ValidationError(
                _("Two letters each, for instance en, ru: %(wrong)s"), params={"wrong": ", ".join(wrong)}
            )
        return list(dict.fromkeys(codes))


class ExtensionField(forms.RegexField):
    """One's number within the telephone exchange."""

    def __init__(self) -> None:
        super().__init__(
            r"^[\w.+*#-]+$", required=False, max_length=20, label=_("Extension"),
            help_text=_("The person's number within the telephone exchange: its calls are timed by it. Empty: none."),
            error_messages={"invalid": _("Digits, Latin letters and the signs . + * # - without spaces.")},
        )  # fmt: skip


class MayExportField(forms.BooleanField):
    """The key to tables as files."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=_("May take tables out as files"),
            help_text=_("CSV and XLSX; each time is recorded."),
        )


class DetailsForm(forms.Form):
    """What is written about a person."""

    name = forms.CharField(max_length=150, label=pgettext_lazy("person", "Name"))
    email = forms.EmailField(required=False, label=_("E-mail"))
    team = forms.ModelChoiceField(
        Team.objects.all(), required=False, label=_("Team"), empty_label=_("No team")
    )
    capacity = forms.DecimalField(
        required=False, min_value=Decimal("0.5"), max_value=Decimal(9999), decimal_places=1, label=_("Capacity"),
        help_text=_("For a farmer, in load points. Empty: the organisation's default."),
    )  # fmt: skip
    segments = SegmentsField(
        required=False, max_length=300, label=_("Segments served"),
        help_text=_("For a farmer, with commas between. Empty: all segments."),
    )  # fmt: skip
    regions = SegmentsField(
        required=False, max_length=300, label=_("Regions served"),
        help_text=_("For a farmer: regions as the clients have them, or country codes. Empty: everywhere."),
    )  # fmt: skip
    languages = LanguagesField(
        required=False, max_length=60, label=_("Languages served in"),
        help_text=_("For a farmer, two letters each, for instance en, ru. Empty: all languages."),
    )  # fmt: skip
    extension = ExtensionField()
    may_export = MayExportField()


class HireForm(forms.Form):
    """A new person."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]*$", max_length=64, label=_("User name"),
        help_text=_("Small Latin letters, digits, dots and dashes. The person signs in with it."),
    )  # fmt: skip
    name = forms.CharField(max_length=150, label=pgettext_lazy("person", "Name"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"), help_text=_("The role decides the desk."))
    team = forms.ModelChoiceField(
        Team.objects.all(), required=False, label=_("Team"), empty_label=_("No team")
    )
    email = forms.EmailField(required=False, label=_("E-mail"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    capacity = forms.DecimalField(
        required=False, min_value=Decimal("0.5"), max_value=Decimal(9999), decimal_places=1, label=_("Capacity"),
        help_text=_("For a farmer, in load points. Empty: the organisation's default."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("First password"), help_text=_("At least 10 characters; the person changes it in the own profile."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    extension = ExtensionField()
    may_export = MayExportField()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewPasswordForm(forms.Form):
    """A new password for somebody who forgot it."""

    new = forms.CharField(
        label=_("New password"), help_text=_("At least 10 characters, and not a common one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new team."""

    class Meta:
        model = Team
        fields = ["name"]
        labels = {"name": _("Name of the team")}


class PeopleFilter(forms.Form):
    """Narrows the list of people."""

    search = forms.CharField(required=False, max_length=100, label=pgettext_lazy("person", "Name"))
    role = forms.ChoiceField(required=False, choices=[("", _("All roles")), *Role.choices], label=_("Role"))
    state = forms.ChoiceField(
        required=False, label=_("State"),
        choices=[("", _("Employed")), ("away", _("Away today")), ("left", _("Left")), ("all", _("Everybody"))],
    )  # fmt: skip


class AbsenceForm(forms.Form):
    """Days on which somebody is away."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who"))
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("To, this day included"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.ChoiceField(choices=Absence.Reason.choices, label=_("Reason"))
    deputy = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Deputy"), empty_label=_("Nobody"),
        help_text=_("Shown to clients' calls and colleagues meanwhile."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("person", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        if cleaned.get("deputy") and cleaned.get("deputy") == cleaned.get("person"):
            self.add_error("deputy", _("Nobody can stand in for themselves."))
        return cleaned
