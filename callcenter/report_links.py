"""What the pages of reports and of the call log share: their period, their links, their refusal."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http.request import QueryDict
from django.utils.translation import gettext_lazy as _

from salesorg.lib.period import SHORT_CHOICES, Period, period_of
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Organisation


class FiltersUnknown(ActionRefused):
    code = "filters_unknown"
    text = _("One of the filters is not known. Choose again.")


def asked_period(asked: QueryDict, settings: Organisation, at: datetime) -> Period:
    """Return the period that a query string or a form names, of the organisation's local days."""
    named = {name: str(asked.get(name, "")) for name in asked}
    return period_of(named, at.astimezone(settings.zone).date())


def period_links(asked: QueryDict, period: Period) -> list[dict[str, Any]]:
    """Return the tabs of the usual periods; everything else that was asked stays."""
    return [
        {
            "label": label,
            "url": f"?{same_query(asked, period=name, **{'from': '', 'to': ''})}",
            "active": name == period.name,
        }
        for name, label in SHORT_CHOICES.items()
    ]


def same_query(asked: QueryDict, **changes: str) -> str:
    """Return the query string with some parameters changed ('' leaves one out)."""
    kept = {name: value for name, value in asked.items() if name not in ("page", "csrfmiddlewaretoken")}
    return urlencode({name: value for name, value in (kept | changes).items() if value})
