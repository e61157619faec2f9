"""The tabs above the pages of pay."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access import SEES_ALL_MONEY
from handoff.views import commissions
from salesorg.people.models import User


def pay_tabs(viewer: User, active: str) -> list[dict[str, Any]]:
    """Those of the ledger, for who may open it, then statements and disputes; the overview for who sees all."""
    if viewer.is_in(*commissions.READERS):
        items = commissions.tabs(viewer, active)
    else:
        items = [_tab(_("Statements"), "statements", active)]
    items.append(_tab(_("Disputes"), "disputes", active))
    if viewer.is_in(*SEES_ALL_MONEY):
        items.append(_tab(_("Overview"), "commission_overview", active))
    return items


def _tab(label: str, name: str, active: str) -> dict[str, Any]:
    return {"label": label, "url": reverse(f"handoff:{name}"), "active": name == active}
