from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.letter_text import filled, variables_in
from handoff.locks import lock_handoff
from handoff.models import Handoff, Letter, LetterTemplate
from handoff.queries import addresses_of, letter_facts
from handoff.refusals import (
    AddressUnknown,
    LanguageUnknown,
    LetterAlreadySent,
    LetterEmpty,
    LetterHasHoles,
    NoFarmerYet,
    NoMailServer,
)
from salesorg.clients.actions import record_activity
from salesorg.clients.models import ContactPoint
from salesorg.lib.mail import mail_is_set_up
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.models import Role, User


@transaction.atomic
def write_letter(
    *, actor: User, handoff: Handoff, contact_point: int, language: str, subject: str, body: str, at: datetime
) -> Letter:
    """Queue the introduction of the farmer to the client, as it was edited, to one of the client's e-mail addresses.

    Once per farmer and address; one that failed may be sent again, with its text as it is now. By the handoff's hunter or
    farmer, or the heads of their departments. Refusals: `NotYours`, `NoFarmerYet`, `NoMailServer`, `LanguageUnknown`,
    `AddressUnknown`, `LetterEmpty`, `LetterHasHoles`, `LetterAlreadySent`.
    """
    handoff = lock_handoff(handoff)
    if actor.pk not in (handoff.hunter_id, handoff.farmer_id) and not actor.is_in(*HEADS):
        raise NotYours
    if handoff.farmer is None:
        raise NoFarmerYet
    if not mail_is_set_up():
        raise NoMailServer
    if not LetterTemplate.objects.filter(language=language).exists():
        raise LanguageUnknown
    point = next((one for one in addresses_of(handoff) if one.pk == contact_point), None)
    if point is None:
        raise AddressUnknown
    subject, body = letter_text(handoff, point, subject, body)
    row = _row(handoff, point, at)
    row.language, row.subject, row.body = language, subject, body
    row.state, row.tries, row.due_at = Letter.State.QUEUED, 0, at
    row.created_at, row.created_by = at, actor
    with refusing("letter_once_per_farmer_and_contact", LetterAlreadySent), transaction.atomic():
        row.save()
    record_activity(
        company=handoff.company_id, actor=actor, verb=verbs.LETTER_WRITTEN, at=at,
        handoff=handoff.pk, letter=row.pk, farmer=handoff.farmer_id, language=language,
    )  # fmt: skip
    return row


HEADS = (Role.HUNTERS_HEAD, Role.FARMERS_HEAD)


def letter_text(handoff: Handoff, point: ContactPoint | None, subject: str, body: str) -> tuple[str, str]:
    """The text as the client reads it: what is known is put in, and nothing that is not known is left open."""
    facts = letter_facts(handoff, point.person.name if point and point.person else "")
    subject, body = " ".join(filled(subject, facts).split())[:200], filled(body, facts).strip()
    if not subject or not body:
        raise LetterEmpty
    if holes := variables_in(subject, body):
        raise LetterHasHoles(holes)
    return subject, body


def _row(handoff: Handoff, point: ContactPoint, at: datetime) -> Letter:
    """A new row, or the one that failed before."""
    before = Letter.objects.filter(handoff=handoff, farmer=handoff.farmer, contact_point=point).first()
    if before is None:
        return Letter(handoff=handoff, farmer=handoff.farmer, contact_point=point)
    if before.state == Letter.State.SENT or before.is_under_way(at):
        raise LetterAlreadySent
    return before
