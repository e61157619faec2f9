"""Codes of the bank's lines in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salesorg.sales import payment_matching as rule
from salesorg.sales.bank.line import NO_AMOUNT, NO_DAY, NOT_OURS
from salesorg.sales.bank.refusals import STATEMENT_REFUSALS

# Why a sale or payment is proposed: (words, colour of the badge).
CANDIDATE_WHY: dict[str, tuple[str | Promise, str]] = {
    rule.NUMBER: (_("named in the purpose"), "green"),
    rule.TAX_ID: (_("same tax id"), "blue"),
    rule.NAME: (_("same name"), "blue"),
    rule.AMOUNT: (_("exactly this amount"), "green"),
    rule.MORE: (_("more than is owed"), "yellow"),
    rule.LESS: (_("a part"), "secondary"),
    rule.OTHER_PAYER: (_("another payer"), "yellow"),
    rule.OTHER_CURRENCY: (_("another currency"), "red"),
    rule.PAID: (_("paid already"), "secondary"),
}
UNREAD: dict[str, str | Promise] = {
    NO_DAY: _("The day cannot be read."),
    NO_AMOUNT: _("The amount cannot be read."),
    NOT_OURS: _("Neither payer nor receiver is an account of this statement."),
}
STATE_COLOURS = {
    "unmatched": "yellow", "matched": "green", "refund": "purple", "split": "green", "ignored": "secondary",
    "duplicate": "secondary",
}  # fmt: skip


def error_text(code: str) -> str:
    """Return the sentence of a statement's `error`."""
    if code == "gave_up":
        return str(
            _(
                "Reading this file was tried several times and broke off each time. Upload it once more to go on."
            )
        )
    refusal = STATEMENT_REFUSALS.get(code)
    return str(refusal.text) if refusal else code
