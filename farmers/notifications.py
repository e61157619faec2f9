"""Sentences of this stage's notices: kind -> text with named placeholders filled from the notice's data."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEGLECTED = "account_neglected"
LOST = "account_lost"
PROMISE_OVERDUE = "promise_overdue"
NEGLECT_DIGEST = "neglect_digest"
ACCOUNT_GIVEN = "account_given"
PORTFOLIO_RETURNED = "portfolio_returned"
CLIENTS_GIVEN = "clients_given"

NOTICE_TEXTS: dict[str, Promise] = {
    NEGLECTED: _("%(company)s is neglected: nobody has reached this client since %(last)s."),
    LOST: _("%(company)s counts as lost: nobody has reached this client since %(last)s."),
    PROMISE_OVERDUE: _("A promise to %(company)s was due on %(due)s and is still open."),
    NEGLECT_DIGEST: _("Newly neglected clients today: %(neglected)s, newly lost: %(lost)s."),
    ACCOUNT_GIVEN: _("%(who)s has put %(company)s into your care."),
    CLIENTS_GIVEN: _("%(who)s has put clients of %(from)s into your care: %(count)s."),
    PORTFOLIO_RETURNED: _("The clients of %(who)s wait for new farmers: %(count)s."),
}
