"""Background jobs: select what is due, one action, safe twice."""

from celery import shared_task

from handoff import actions
from handoff.queries import due_closings, due_letters
from salesorg.lib.mail import mail_is_set_up
from salesorg.people.queries import database_now

LETTERS_AT_ONCE = 30


@shared_task(acks_late=True)
def accrue_due() -> None:
    """Post the ledger lines of new payments and held meetings; one transaction per agreement, whatever piled up."""
    actions.accrue_due(at=database_now())


@shared_task(acks_late=True)
def escalate_late() -> None:
    """Tell the heads of handoffs whose clock ran out."""
    actions.escalate_late(at=database_now())


@shared_task(acks_late=True)
def remind_due() -> None:
    """Remind whose turn it is of handoffs whose clock runs out soon."""
    actions.remind_due(at=database_now())


@shared_task(acks_late=True)
def send_due_letters() -> None:
    """Introductions to clients whose time has come. Without a mail server they wait."""
    if not mail_is_set_up():
        return
    for letter in due_letters(database_now(), LETTERS_AT_ONCE):
        actions.send_letter(letter=letter, at=database_now())


@shared_task(acks_late=True)
def end_agreements() -> None:
    """End the agreements whose hunter left or whose client is lost."""
    actions.end_agreements(at=database_now())


@shared_task(acks_late=True)
def carry_closing(closing: int) -> None:
    """Close the statements of one month, from the first or from where it stopped."""
    for found in due_closings().filter(pk=closing):
        actions.carry_closing_on(closing=found, at=database_now())


@shared_task(acks_late=True)
def carry_closings() -> None:
    """Months whose closing was asked for while Redis was away, or was killed on its way, go on."""
    for found in due_closings():
        actions.carry_closing_on(closing=found, at=database_now())
