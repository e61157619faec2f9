from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.actions.pass_promises import pass_promises
from handoff.checklist import Checklist, Promised
from handoff.locks import lock_handoff
from handoff.models import Handoff
from handoff.refusals import AlreadyAccepted, ChecklistIncomplete, PromisesWritten
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User

CHECKLIST = ("brief", "promises", "introduction_arranged", "introduced_how", "contacts_given", "no_promises",
             "reaction", "reaction_note")  # fmt: skip


@transaction.atomic
def prepare_handoff(
    *, actor: User, handoff: Handoff, checklist: Checklist, at: datetime, promises: Sequence[Promised] = ()
) -> Handoff:
    """Keep what is done of the introduction so far, finished or not; the state stays.

    `promises` that are not written down yet pass over at once. By the hunter of the handoff or the head of hunters.
    Refusals: `NotYours`, `AlreadyAccepted`, `PromisesWritten`, those of the farmers' `pass_promise_on`, and
    `ChecklistIncomplete` when a step of an introduction that took place would be unticked.
    """
    handoff = lock_handoff(handoff)
    check_introducer(actor, handoff)
    pass_promises(actor=actor, handoff=handoff, promises=promises, at=at)
    checklist = as_written(checklist, handoff)
    if handoff.state == Handoff.State.INTRODUCED and checklist.missing:
        raise ChecklistIncomplete(missing=checklist.missing)
    fill_checklist(handoff, checklist)
    handoff.save(update_fields=CHECKLIST)
    record_activity(
        company=handoff.company_id, actor=actor, verb=verbs.HANDOFF_BRIEFED, at=at,
        handoff=handoff.pk, missing=checklist.missing,
    )  # fmt: skip
    return handoff


def check_introducer(actor: User, handoff: Handoff) -> None:
    """Only the handoff's hunter or the head of hunters, and only until it is accepted."""
    if actor.pk != handoff.hunter_id and not actor.is_in(Role.HUNTERS_HEAD):
        raise NotYours
    if handoff.state == Handoff.State.ACCEPTED:
        raise AlreadyAccepted


def as_written(checklist: Checklist, handoff: Handoff) -> Checklist:
    """The checklist with what is written down: promises that passed over count, and belie «nothing was promised»."""
    if not handoff.passed_promises.exists():
        return checklist
    if checklist.no_promises:
        raise PromisesWritten
    return replace(checklist, promises_passed=True)


def fill_checklist(handoff: Handoff, checklist: Checklist) -> None:
    """Write the steps into the row; the caller saves them."""
    handoff.brief, handoff.promises = checklist.brief.strip(), checklist.promises.strip()
    handoff.introduction_arranged, handoff.contacts_given = (
        checklist.introduction_arranged,
        checklist.contacts_given,
    )
    handoff.introduced_how, handoff.no_promises = checklist.how, checklist.no_promises
    handoff.reaction, handoff.reaction_note = checklist.reaction, checklist.reaction_note.strip()
