import logging
from datetime import datetime

from django.db.models import F

from handoff.letter_mail import letter_mail
from handoff.models import Letter
from salesorg.lib.mail import DELAYS, UNDER_WAY, is_final

log = logging.getLogger(__name__)
State = Letter.State


def send_letter(*, letter: int, at: datetime) -> bool:
    """Send one queued introduction to the client; return whether it was sent. Safe twice and in parallel, at any moment.

    As the hunters' `send_invitation`: a conditional UPDATE claims the row before anything is sent, it stands as `failed`
    while the mail is under way and becomes `sent` afterwards, or `queued` again with a growing delay. After a kill between
    claim and mark nobody knows whether the mail left: the row stays `failed`, the case says so and a person decides.

    No transaction of its own: it would be held open over the network.
    """
    claimed = Letter.objects.filter(pk=letter, state=State.QUEUED, due_at__lte=at).update(
        state=State.FAILED, tries=F("tries") + 1, due_at=at + UNDER_WAY
    )
    if not claimed:
        return False
    row = Letter.objects.select_related("handoff", "farmer", "contact_point").get(pk=letter)
    if not _is_still_wanted(row):
        return _mark(row, state=State.FAILED, due_at=at)
    try:
        letter_mail(row).send()
    except Exception as error:  # Whatever a mail server, a name server or a strange address comes up with.
        # By its kind only: the text of an SMTP error holds the address.
        log.warning("letter %s was not sent: %s", row.pk, type(error).__name__)
        return _failed(row, error, at)
    _mark(row, state=State.SENT, sent_at=at)
    return True


def _is_still_wanted(row: Letter) -> bool:
    """Not to an address that is gone, and not for a farmer who has the client no more."""
    if row.contact_point is None or row.contact_point.is_wrong:
        return False
    return row.handoff.farmer_id == row.farmer_id


def _failed(row: Letter, error: Exception, at: datetime) -> bool:
    if row.tries > len(DELAYS) or is_final(error):
        return _mark(row, state=State.FAILED, due_at=at)
    return _mark(row, state=State.QUEUED, due_at=at + DELAYS[row.tries - 1])


def _mark(row: Letter, **what: object) -> bool:
    """Only who has claimed the row marks it: the claim's own time tells."""
    Letter.objects.filter(pk=row.pk, state=State.FAILED, due_at=row.due_at).update(**what)
    return False
