"""What the pages of one script share: its tabs, the period they speak of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.models import Script
from callcenter.script_queries import Parts
from salesorg.people.models import Organisation

DAYS = 30
MOST_DAYS = 184


def tabs_of(script: Script, parts: Parts, active: str) -> list[dict[str, Any]]:
    """Return the tabs of a script's pages; `active` is a URL name."""
    tabs = [
        ("script", _("Script"), "script"),
        ("script_draft", _("Draft"), "pencil"),
        ("script_figures", _("Figures"), "chart-bar"),
        ("script_notes", _("No suitable answer"), "message-question"),
    ]
    return [
        {
            "label": label, "url": reverse(f"callcenter:{name}", args=[script.pk]), "active": name == active,
            "icon": icon, **({"count": 1} if name == "script_draft" and parts.draft else {}),
        }
        for name, label, icon in tabs
    ]  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Local days of the organisation, both included, and the instants at which they begin and end in its time zone."""

    first: date
    last: date
    start: datetime
    end: datetime
    zone: ZoneInfo


class SpanForm(forms.Form):
    """`from` and `to`, both days included; without them the last 30 days."""

    first = forms.DateField(
        required=False, label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        required=False, label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            raise forms.ValidationError(_("The period ends before it begins."))
        if first and last and (last - first).days >= MOST_DAYS:
            raise forms.ValidationError(_("The period is longer than %(days)d days.") % {"days": MOST_DAYS})
        return given


def span_of(asked: QueryDict, settings: Organisation, at: datetime) -> tuple[Span, SpanForm]:
    """Return the days a query string asks for (`first`, `last`), and the form with what is wrong with them."""
    form = SpanForm(asked if "first" in asked or "last" in asked else None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = at.astimezone(settings.zone).date()
    last = given.get("last") or (
        min(given["first"] + timedelta(days=DAYS - 1), today) if given.get("first") else today
    )
    return span(given.get("first") or last - timedelta(days=DAYS - 1), last, settings), form


def last_days(settings: Organisation, at: datetime) -> Span:
    """Return the last 30 days, today included."""
    today = at.astimezone(settings.zone).date()
    return span(today - timedelta(days=DAYS - 1), today, settings)


def span(first: date, last: date, settings: Organisation) -> Span:
    """Return these local days with their instants."""
    first, last = (min(max(day, date(2000, 1, 1)), date(9000, 1, 1)) for day in (first, last))
    end = datetime.combine(last + timedelta(days=1), time(), settings.zone)
    return Span(first, last, datetime.combine(first, time(), settings.zone), end, settings.zone)
