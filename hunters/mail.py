"""Whether this installation can send mail, and from which address."""

from email.utils import parseaddr

from django.conf import settings

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def mail_is_set_up() -> bool:
    """Whether a mail server is named (`EMAIL_URL`); without one nothing is queued and no page pretends."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


def sender() -> str:
    """The bare address that mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
