"""The tabs of finance's money pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from salesorg.lib.api import COUNT_CAP, capped_count
from salesorg.lib.ui.figures import num
from salesorg.people.models import User
from salesorg.sales.bank_queries import waiting_lines


def money_tabs(viewer: User, active: str, waiting: int | None = None) -> list[dict[str, Any]]:
    """Return the tabs; `waiting` spares counting the lines that wait once more."""
    if waiting is None:
        waiting = capped_count(waiting_lines(viewer))
    count = f"{num(COUNT_CAP - 1)}+" if waiting >= COUNT_CAP else num(waiting)
    items = [
        ("payments", _("Payments"), "sales:payments", None),
        ("queue", _("Waiting lines"), "sales:bank", count),
        ("statements", _("Bank statements"), "sales:statements", None),
        ("lines", _("All lines of the bank"), "sales:bank_lines", None),
    ]
    return [
        {"label": label, "url": reverse(name), "active": code == active}
        | ({"count": n} if n is not None else {})
        for code, label, name, n in items
    ]
