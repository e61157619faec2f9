"""The letter of introduction: from a template, without holes, once per farmer and address, sent once, its failure in sight."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from handoff.actions import (
    HandedOver,
    assign_handoff,
    change_letter_template,
    return_handoff,
    send_letter,
    write_letter,
)
from handoff.letter_text import VARIABLES, filled, unknown_in, variables_in
from handoff.models import Letter, LetterTemplate
from handoff.queries import letter_draft
from handoff.refusals import (
    AddressUnknown,
    LanguageUnknown,
    LetterAlreadySent,
    LetterEmpty,
    LetterHasHoles,
    NoFarmerYet,
    NoMailServer,
    VariablesUnknown,
)
from handoff.tasks import send_due_letters
from salesorg.clients.models import Activity, ContactPerson, ContactPoint
from salesorg.lib.mail import DELAYS
from salesorg.lib.refusals import NotYours
from salesorg.people.models import User
from tests import factories
from tests.handoff.steps import accept, nothing_changes

pytestmark = pytest.mark.django_db

ADDRESS = "ann.lee@acme.example"
SEND = "django.core.mail.EmailMessage.send"


@pytest.fixture
def point(handed: HandedOver, fay: User) -> ContactPoint:
    User.objects.filter(pk=fay.pk).update(email="fay@salesorg.example")
    company = handed.handoff.company
    ann = ContactPerson.objects.create(company=company, name="Ann Lee")
    return ContactPoint.objects.create(company=company, kind="email", value=ADDRESS, person=ann)


def write(handed: HandedOver, actor: User, point: ContactPoint, at: datetime, **other: Any) -> Letter:
    said = {
        "language": "en",
        "subject": "Your manager at {organisation}",
        "body": "Dear {contact}, meet {farmer}.",
    }
    given_ = {"actor": actor, "handoff": handed.handoff, "contact_point": point.pk, "at": at} | said | other
    return write_letter(**given_)


def failing(error: BaseException) -> Any:
    def send(self: object, fail_silently: bool = False) -> int:
        raise error

    return send


def test_it_is_written_filled_and_sent(
    handed: HandedOver, hal: User, fay: User, point: ContactPoint, at: datetime
) -> None:
    row = write(handed, hal, point, at)
    assert (row.state, row.farmer, row.body) == ("queued", fay, "Dear Ann Lee, meet Fay.")
    assert send_letter(letter=row.pk, at=at)
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to, sent.subject) == (
        [ADDRESS],
        ["fay@salesorg.example"],
        "Your manager at salesorg",
    )
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.tries) == ("sent", at, 1)
    activity = Activity.objects.get(verb="introduction_letter_written")
    assert ADDRESS not in str(activity.data)


@pytest.mark.parametrize(("language", "words"), [("en", "outstanding service"), ("ru", "выдающийся сервис")])
def test_both_languages_say_the_sentence(
    handed: HandedOver, point: ContactPoint, language: str, words: str
) -> None:
    handed.handoff.farmer.refresh_from_db()  # type: ignore[union-attr]
    subject, body = letter_draft(handed.handoff, language, "Ann Lee")
    assert words in body
    assert "Fay" in body
    assert "salesorg" in subject
    assert variables_in(subject, body) == []


def test_once_per_farmer_and_address(handed: HandedOver, hal: User, fay: User, flo: User, fern: User, point: ContactPoint, at: datetime) -> None:  # fmt: skip
    row = write(handed, hal, point, at)
    with nothing_changes(), pytest.raises(LetterAlreadySent):
        write(handed, fay, point, at)
    send_letter(letter=row.pk, at=at)
    with nothing_changes(), pytest.raises(LetterAlreadySent):
        write(handed, hal, point, at + timedelta(days=9))
    assign_handoff(actor=fern, handoff=handed.handoff, farmer=flo, reason="x", at=at + timedelta(hours=1))
    assert write(handed, hal, point, at + timedelta(hours=2)).farmer == flo


def test_it_is_sent_once(handed: HandedOver, hal: User, point: ContactPoint, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    write(handed, hal, point, at)
    monkeypatch.setattr("handoff.tasks.database_now", lambda: at)
    send_due_letters()
    send_due_letters()
    assert len(mail.outbox) == 1


def test_a_server_that_is_away_is_tried_again_and_given_up(
    handed: HandedOver, hal: User, point: ContactPoint, at: datetime, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    row, now = write(handed, hal, point, at), at
    with monkeypatch.context() as patch, caplog.at_level(logging.DEBUG):
        patch.setattr(SEND, failing(SMTPServerDisconnected(f"gone while writing to {ADDRESS}")))
        for delay in DELAYS:
            assert not send_letter(letter=row.pk, at=now)
            row.refresh_from_db()
            assert (row.state, row.due_at) == ("queued", now + delay)
            now = row.due_at
        send_letter(letter=row.pk, at=now)
    row.refresh_from_db()
    assert (row.state, row.is_under_way(now)) == ("failed", False)
    assert "was not sent" in caplog.text
    assert "acme.example" not in caplog.text
    again = write(handed, hal, point, now, body="Dear {contact}.")
    assert (again.pk, again.tries, send_letter(letter=again.pk, at=now)) == (row.pk, 0, True)
    assert mail.outbox[0].body == "Dear Ann Lee."


def test_a_refused_address_is_not_tried_again(handed: HandedOver, hal: User, point: ContactPoint, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    row = write(handed, hal, point, at)
    monkeypatch.setattr(SEND, failing(SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})))
    send_letter(letter=row.pk, at=at)
    row.refresh_from_db()
    assert row.state == "failed"


def test_killed_while_it_is_sent_a_person_decides(handed: HandedOver, hal: User, point: ContactPoint, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    row = write(handed, hal, point, at)
    with monkeypatch.context() as patch:
        patch.setattr(SEND, failing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            send_letter(letter=row.pk, at=at)
    with nothing_changes(), pytest.raises(LetterAlreadySent):
        write(handed, hal, point, at)
    later = at + timedelta(hours=1)
    assert not send_letter(letter=row.pk, at=later)
    write(handed, hal, point, later)
    assert send_letter(letter=row.pk, at=later)


def test_not_for_a_farmer_who_has_the_client_no_more(handed: HandedOver, hal: User, fay: User, fern: User, point: ContactPoint, at: datetime) -> None:  # fmt: skip
    row = write(handed, hal, point, at)
    return_handoff(actor=fay, handoff=handed.handoff, reason="x", at=at + timedelta(minutes=1))
    assert not send_letter(letter=row.pk, at=at + timedelta(minutes=2))
    assert mail.outbox == []
    with nothing_changes(), pytest.raises(NoFarmerYet):
        write(handed, hal, point, at + timedelta(hours=1))


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"body": "Dear {contact}, call {phone}."}, LetterHasHoles), ({"subject": " "}, LetterEmpty),
        ({"body": ""}, LetterEmpty), ({"language": "xx"}, LanguageUnknown), ({"contact_point": 2**40}, AddressUnknown),
    ],
)  # fmt: skip
def test_what_is_refused(
    handed: HandedOver,
    hal: User,
    point: ContactPoint,
    at: datetime,
    other: dict[str, Any],
    refusal: type[Exception],
) -> None:
    with nothing_changes(), pytest.raises(refusal):
        write(handed, hal, point, at, **other)
    assert not Letter.objects.exists()


def test_a_farmer_without_a_mail_leaves_a_hole(handed: HandedOver, hal: User, fay: User, point: ContactPoint, at: datetime) -> None:  # fmt: skip
    User.objects.filter(pk=fay.pk).update(email="")
    with pytest.raises(LetterHasHoles) as refusal:
        write(handed, hal, point, at, body="Write to {farmer_email}.")
    assert "{farmer_email}" in str(refusal.value)


def test_foreign_addresses_people_and_servers(
    handed: HandedOver, hal: User, hugo: User, flo: User, point: ContactPoint, at: datetime, settings: Any
) -> None:
    theirs = ContactPoint.objects.create(company=factories.company(), kind="email", value="x@other.example")
    with nothing_changes(), pytest.raises(AddressUnknown):
        write(handed, hal, theirs, at)
    for stranger in (hugo, flo):
        with nothing_changes(), pytest.raises(NotYours):
            write(handed, stranger, point, at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with nothing_changes(), pytest.raises(NoMailServer):
        write(handed, hal, point, at)


def test_it_may_follow_the_acceptance(
    handed: HandedOver, fay: User, point: ContactPoint, at: datetime
) -> None:
    accept(handed.handoff, at)
    assert write(handed, fay, point, at).state == "queued"


def test_the_head_changes_the_template(fern: User, hal: User, at: datetime) -> None:
    changed = change_letter_template(
        actor=fern, language="en", subject=" Meet {farmer} ", body="Dear {contact}", at=at
    )
    assert (changed.subject, changed.body, changed.updated_by) == ("Meet {farmer}", "Dear {contact}\n", fern)
    before = LetterTemplate.objects.values_list("subject", "body")
    kept = list(before)
    for actor, language, body, refusal in (
        (fern, "en", "Dear {kontakt}", VariablesUnknown), (fern, "en", " ", LetterEmpty), (fern, "xx", "y", LanguageUnknown),
        (hal, "en", "y", NotYours),
    ):  # fmt: skip
        with nothing_changes(), pytest.raises(refusal):
            change_letter_template(actor=actor, language=language, subject="x", body=body, at=at)
    assert list(before) == kept


pieces = [f"{{{name}}}" for name in (*VARIABLES, "unknown", "имя")] + [
    "{",
    "}",
    "{}",
    "{a b}",
    " ",
    "\n",
    "word",
]
texts = st.lists(st.sampled_from(pieces), max_size=8).map("".join)


@given(texts)
def test_filling_leaves_exactly_what_is_not_known(text: str) -> None:
    done = filled(text, dict.fromkeys(VARIABLES, "Ann Lee"))
    assert set(variables_in(done)) <= set(unknown_in(text))
    assert filled(text, {}) == text
    assert set(unknown_in(text)) == set(variables_in(text)) - set(VARIABLES)
