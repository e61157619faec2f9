"""Who may open which page of pay, and the tabs above them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access import SEES_ALL_MONEY
from salesorg.people.models import Role, User

HUNTERS = (Role.HUNTER, Role.HUNTERS_HEAD)
# Who has agreements, and who sees everybody's.
AGREED = (*HUNTERS, *SEES_ALL_MONEY)
# All three stages are paid; each sees own lines.
READERS = (*AGREED, Role.CALL_MANAGER, Role.FARMER)


def pay_tabs(viewer: User, active: str) -> list[dict[str, Any]]:
    """The pages of pay that are this person's; `active` is the name of the page's URL."""
    all_money, hunts, reads = viewer.is_in(*SEES_ALL_MONEY), viewer.is_in(*HUNTERS), viewer.is_in(*READERS)
    statements = _("Months to close and statements") if all_money else _("Statements")
    labels = [
        ("commissions", _("Ledger"), reads),
        ("commission_clients", _("By client"), reads and not viewer.is_in(Role.CALL_MANAGER)),
        ("agreements", _("Agreements"), all_money or hunts),
        ("forecast", _("Forecast"), hunts),
        ("statements", statements, True),
        ("disputes", _("Disputes"), True),
        ("commission_overview", _("Overview"), all_money),
        ("plans", _("Plans"), all_money),
        ("rates", _("Exchange rates"), all_money),
    ]
    return [
        {"label": label, "url": reverse(f"handoff:{name}"), "active": name == active}
        for name, label, theirs in labels
        if theirs
    ]
