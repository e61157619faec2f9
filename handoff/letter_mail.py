"""The introduction letter as a mail."""

from django.core.mail import EmailMessage

from handoff.models import Letter
from salesorg.lib.mail import sending_host


def letter_mail(row: Letter) -> EmailMessage:
    """Return the mail for a row with its contact point and farmer; the client's answer goes to the farmer."""
    assert row.contact_point is not None
    return EmailMessage(
        subject=" ".join(row.subject.split()), body=row.body, to=[row.contact_point.value],
        reply_to=[row.farmer.email] if row.farmer.email else None,
        headers={"Message-ID": f"<introduction-{row.pk}@{sending_host()}>"},
    )  # fmt: skip
