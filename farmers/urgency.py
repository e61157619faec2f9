"""Why an account is urgent, in words and colours. Pure: the account's own dates, the day and the moment come in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from farmers.models import Account


@dataclass(frozen=True)
class Mark:
    """A word about an account, as `{% badge %}` draws it."""

    text: str
    color: str
    icon: str


def marks_of(account: Account, *, today: date, at: datetime) -> list[Mark]:
    """Return what is urgent about an account, most urgent first; `at` is now, `today` its local day."""
    marks = []
    if account.neglected_since is not None:
        marks.append(_neglected(account.neglected_since, account.lost_since, today))
    if account.promise_due_on is not None and account.promise_due_on < today:
        marks.append(Mark(_("Promise overdue"), "orange", "flag"))
    if account.request_due_at is not None:
        late = account.request_due_at < at
        text = _("Answer is late") if late else _("Request unanswered")
        marks.append(Mark(text, "orange" if late else "yellow", "message-question"))
    if account.next_touch_on <= today:
        marks.append(_due((today - account.next_touch_on).days))
    if account.quiet_until is not None and account.quiet_until >= today:
        text = _("Silence until %(day)s") % {"day": date_format(account.quiet_until, "SHORT_DATE_FORMAT")}
        marks.append(Mark(text, "azure", "volume-off"))
    return marks


def _neglected(since: date, lost_since: date | None, today: date) -> Mark:
    days = max(1, (today - since).days + 1)
    if lost_since is not None:
        return Mark(_("Lost"), "red", "heart-broken")
    text = ngettext("Neglected for %(days)s day", "Neglected for %(days)s days", days) % {"days": days}
    return Mark(text, "red", "alert-triangle")


def _due(days: int) -> Mark:
    if not days:
        return Mark(_("Contact due today"), "yellow", "clock")
    text = ngettext("Contact due %(days)s day ago", "Contact due %(days)s days ago", days) % {"days": days}
    return Mark(text, "yellow", "clock")
