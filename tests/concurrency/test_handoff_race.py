"""Accept and return, two heads, two tabs, four workers: one of each wins, and the other is told."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from farmers.models import Account, Promise
from handoff.actions import (
    HandedOver,
    accept_handoff,
    assign_handoff,
    introduce_farmer,
    remind_due,
    return_handoff,
    send_letter,
    write_letter,
)
from handoff.checklist import Promised
from handoff.models import Handoff, Letter
from handoff.refusals import AlreadyAccepted, LetterAlreadySent, NotYourHandoff, ReasonMissing, SameFarmer
from salesorg.clients.models import Activity, ContactPoint, Ownership
from salesorg.people.models import Notice, Role, User
from tests.concurrency.rivals import at_once
from tests.factories import person
from tests.handoff.steps import DONE, first_sale, introduce

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 12


@pytest.fixture
def handed(hal: User, fay: User, fern: User, at: datetime) -> HandedOver:
    return first_sale(hal, at)


def test_accepted_or_returned_but_not_both(handed: HandedOver, fay: User, fern: User, at: datetime) -> None:
    introduce(handed.handoff, at)
    later = at + timedelta(hours=1)
    answers = at_once(
        lambda: accept_handoff(actor=fay, handoff=handed.handoff, at=later),
        lambda: return_handoff(actor=fay, handoff=handed.handoff, reason="x", at=later),
    )
    assert sum(isinstance(one, Handoff) for one in answers) == 1, answers
    assert sum(isinstance(one, AlreadyAccepted | NotYourHandoff) for one in answers) == 1, answers
    found, account = Handoff.objects.get(), Account.objects.get()
    assert (found.state, account.farmer) in [("accepted", fay), ("returned", fern)]
    assert Activity.objects.filter(verb__in=["handoff_accepted", "handoff_returned"]).count() == 1


def test_two_heads_assign_the_same_client(
    handed: HandedOver, fay: User, flo: User, fern: User, at: datetime
) -> None:
    frida = person("frida", Role.FARMERS_HEAD)
    return_handoff(actor=fay, handoff=handed.handoff, reason="x", at=at + timedelta(minutes=1))
    later = at + timedelta(hours=1)
    answers = at_once(
        lambda: assign_handoff(actor=fern, handoff=handed.handoff, farmer=fay, at=later),
        lambda: assign_handoff(actor=frida, handoff=handed.handoff, farmer=flo, at=later),
        lambda: assign_handoff(actor=frida, handoff=handed.handoff, farmer=fay, at=later),
    )
    assert sum(isinstance(one, Handoff) for one in answers) == 1, answers
    assert sum(isinstance(one, SameFarmer | ReasonMissing) for one in answers) == 2, answers
    found = Handoff.objects.get()
    assert Account.objects.get().farmer == found.farmer
    assert Ownership.objects.current().get().owner == found.farmer
    assert Activity.objects.filter(verb="handoff_assigned").count() == 1


def test_four_workers_remind_once(hal: User, fay: User, fern: User, at: datetime) -> None:
    due = [first_sale(hal, at).handoff.due_at for _ in range(MANY)]
    told = at_once(*[lambda: remind_due(at=due[0] - timedelta(hours=1))] * 4, alone=True)
    assert sum(one for one in told if isinstance(one, int)) == MANY, told
    assert Notice.objects.filter(person=hal, kind="handoff_reminder_hunter").count() == MANY
    assert Activity.objects.filter(verb="handoff_reminded").count() == MANY


def test_two_tabs_pass_a_promise_on_once(handed: HandedOver, hal: User, at: datetime) -> None:
    from dataclasses import replace

    told, promises = replace(DONE, no_promises=False), [Promised("A visit", date(2026, 12, 1))]
    answers = at_once(
        *[
            lambda: introduce_farmer(
                actor=hal, handoff=handed.handoff, checklist=told, promises=promises, at=at
            )
        ]
        * 3
    )
    assert all(isinstance(one, Handoff) for one in answers), answers
    assert Promise.objects.count() == 1
    assert Notice.objects.filter(kind="handoff_introduced").count() == 1


def test_two_people_write_one_letter_and_four_workers_send_it_once(
    handed: HandedOver, hal: User, fay: User, at: datetime
) -> None:
    point = ContactPoint.objects.create(company=handed.handoff.company, kind="email", value="x@acme.example")

    def write(actor: User) -> Letter:
        return write_letter(
            actor=actor,
            handoff=handed.handoff,
            contact_point=point.pk,
            language="en",
            subject="s",
            body="b",
            at=at,
        )

    answers = at_once(lambda: write(hal), lambda: write(fay))
    assert sum(isinstance(one, LetterAlreadySent) for one in answers) == 1, answers
    row = Letter.objects.get()
    sent = at_once(*[lambda: send_letter(letter=row.pk, at=at)] * 4, alone=True)
    assert sorted(map(str, sent)) == ["False", "False", "False", "True"]
    assert len(mail.outbox) == 1
