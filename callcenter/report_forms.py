"""What may be asked of reports and of the call log."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.call_log import LogAsked
from callcenter.labels import disposition_label
from callcenter.models import CallList, Disposition, Script
from callcenter.report_queries import SPLITS, Asked, By
from callcenter.report_rows import COLUMNS
from callcenter.report_words import SPLIT_NAMES
from salesorg.lib.filters import IdField
from salesorg.lib.period import Period
from salesorg.people.models import Role, User

SORTS = ["name", "-name", *COLUMNS, *(f"-{column}" for column in COLUMNS)]


class _Filters(forms.Form):
    """By list and person; a call manager is not asked for a person: the own calls are all there are."""

    call_list = forms.ModelChoiceField(
        CallList.objects.order_by("name"), required=False, label=_("Call list"), empty_label=_("All lists")
    )
    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Call manager"), empty_label=_("Everybody")
    )

    def __init__(self, data: Any, *, viewer: User) -> None:
        super().__init__(data)
        if viewer.role == Role.CALL_MANAGER:
            del self.fields["person"]
            return
        choice = self.fields["person"]
        assert isinstance(choice, forms.ModelChoiceField)
        asked, callers = data.get("person", ""), Q(role=Role.CALL_MANAGER, is_active=True)
        if asked.isascii() and asked.isdigit() and len(asked) < 18:
            # Whoever moved to another stage or left has calls too.
            callers |= Q(pk=int(asked))
        choice.queryset = User.objects.filter(callers)

    def id_of(self, name: str) -> int | None:
        """The id of what was chosen, or None."""
        chosen = self.cleaned_data.get(name)
        return chosen if isinstance(chosen, int | None) else chosen.pk


class ReportForm(_Filters):
    """Which report, of whose calls, in which order."""

    by = forms.ChoiceField(required=False, choices=list(SPLIT_NAMES.items()), widget=forms.HiddenInput)
    script = forms.ModelChoiceField(
        Script.objects.order_by("name"), required=False, label=_("Script"), empty_label=_("All scripts")
    )
    sort = forms.ChoiceField(
        required=False, choices=[(sort, sort) for sort in SORTS], widget=forms.HiddenInput
    )

    def asked(self, period: Period) -> Asked:
        return Asked(period, self.id_of("person"), self.id_of("call_list"), self.id_of("script"))

    @property
    def by_asked(self) -> By:
        """What to split by: what was asked, else by person, and for who sees only the own calls by the hour."""
        asked: By | None = self.cleaned_data.get("by")
        return asked if asked in SPLITS else "person" if "person" in self.fields else "hour"


class _ResultField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Disposition) -> str:
        return disposition_label(obj.code)


class CallLogForm(_Filters):
    """Which calls; what has no control on the page comes from a click on a report."""

    disposition = _ResultField(
        Disposition.objects.all(), required=False, label=_("Result"), empty_label=_("Any result")
    )
    reached = forms.NullBooleanField(required=False, widget=forms.HiddenInput)
    script = IdField(required=False, widget=forms.HiddenInput)
    version = IdField(required=False, widget=forms.HiddenInput)
    hour = forms.IntegerField(required=False, min_value=0, max_value=23, widget=forms.HiddenInput)

    def asked(self, period: Period) -> LogAsked:
        return LogAsked(
            period, self.id_of("person"), self.id_of("call_list"), self.id_of("script"), self.id_of("disposition"),
            self.id_of("version"), self.cleaned_data.get("hour"), self.cleaned_data.get("reached"),
        )  # fmt: skip
