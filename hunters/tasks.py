"""Background jobs of the hunters; each selects what is due and may run twice."""

from celery import shared_task

from hunters import actions
from hunters.queries import due_invitations
from salesorg.lib.mail import mail_is_set_up
from salesorg.people.queries import database_now

AT_ONCE = 30


@shared_task(acks_late=True)
def send_due_invitations() -> None:
    """Mails to clients whose time has come. Without a mail server they wait; they are dropped once their meeting begins."""
    if not mail_is_set_up():
        return
    for invitation in due_invitations(database_now(), AT_ONCE):
        actions.send_invitation(invitation=invitation, at=database_now())
