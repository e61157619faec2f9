"""Whether this installation can send mail, from which address, and what becomes of a mail that does not leave."""

from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.conf import settings

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
# How long a mail may be under way; after that whoever sent it is dead.
UNDER_WAY = timedelta(minutes=5)
# Waiting time after each failed try; after the last one it is given up.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480)]


def mail_is_set_up() -> bool:
    """Whether a mail server is named (`EMAIL_URL`); without one nothing is queued and no page pretends."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


def sender() -> str:
    """The bare address that mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def sending_host() -> str:
    """The host that mails come from, for their Message-ID."""
    return sender().rpartition("@")[2] or "salesorg"


def is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server refuses this very address or mail, or the address is none."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, SMTPSenderRefused):  # ours, and somebody may mend it
        return False
    if isinstance(error, SMTPResponseException):
        return error.smtp_code in (550, 551, 552, 553, 554)
    return isinstance(error, ValueError)
