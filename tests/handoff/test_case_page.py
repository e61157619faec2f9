"""The case, its letter and its boards in the browser's words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farmers.models import Promise
from handoff.actions import HandedOver, assign_handoff, return_handoff, send_letter
from handoff.models import Handoff, Letter, LetterTemplate
from salesorg.clients.models import ContactPoint
from salesorg.people.models import User
from tests.handoff.steps import first_sale, introduce
from tests.handoff.test_pages import TICKED, login

pytestmark = pytest.mark.django_db

SOON = (date.today() + timedelta(days=400)).isoformat()


@pytest.fixture
def point(handed: HandedOver, fay: User) -> ContactPoint:
    User.objects.filter(pk=fay.pk).update(email="fay@salesorg.example")
    return ContactPoint.objects.create(
        company=handed.handoff.company, kind="email", value="ann.lee@acme.example"
    )


def test_a_promise_is_added_and_everything_typed_is_kept(handed: HandedOver, hal: User) -> None:
    path, client = f"/handoffs/{handed.handoff.pk}/", login(hal)
    sent = {"brief": "A long brief", "promise_text": "A visit", "promise_due_on": SOON, "step": "promise"}
    for _ in range(2):
        assert client.post(f"{path}introduce/", {**sent, "idempotency_key": "p"}).status_code == 302
    assert Promise.objects.get().text == "A visit"
    assert Handoff.objects.get().brief == "A long brief"
    shown = client.get(path).content.decode()
    assert "A visit" in shown
    assert "no_promises" not in shown
    done = {**TICKED, "no_promises": "", "reaction": "glad", "reaction_note": "At last", "step": "introduced"}
    assert client.post(f"{path}introduce/", done).status_code == 302
    found = Handoff.objects.get()
    assert (found.state, found.reaction, found.reaction_note, found.no_promises) == (
        "introduced",
        "glad",
        "At last",
        False,
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"promise_text": "x"},
        {"promise_due_on": SOON},
        {},
        {"promise_text": "x", "promise_due_on": "2020-01-01"},
    ],
)
def test_half_a_promise_is_refused_with_what_was_typed(
    handed: HandedOver, hal: User, sent: dict[str, str]
) -> None:
    answer = login(hal).post(
        f"/handoffs/{handed.handoff.pk}/introduce/", {"brief": "Kept?", "step": "promise", **sent}
    )
    assert answer.status_code == 422
    assert b"Kept?" in answer.content
    assert (Promise.objects.count(), Handoff.objects.get().brief) == (0, "Scanner × 1")


def test_both_languages_are_rehearsed_and_the_clock_is_in_sight(
    handed: HandedOver, hal: User, fay: User
) -> None:
    shown = login(hal).get(f"/handoffs/{handed.handoff.pk}/").content.decode()
    for words in (
        "outstanding service",
        "выдающийся сервис",
        "Your turn",
        "Write two lines about the client",
    ):
        assert words in shown, words
    assert "Your turn" not in login(fay).get(f"/handoffs/{handed.handoff.pk}/").content.decode()


def test_the_queue_by_its_short_address_with_the_hiring_signal(
    handed: HandedOver, fay: User, fern: User, at: datetime
) -> None:
    return_handoff(actor=fay, handoff=handed.handoff, reason="Not mine", at=at)
    shown = login(fern).get("/handoffs/?queue").content.decode()
    assert "Not mine" in shown
    assert "must grow" not in shown
    User.objects.filter(pk=fay.pk).update(capacity="0.5")
    assert "must grow by 1 person" in login(fern).get("/handoffs/?queue").content.decode()


def test_an_override_without_a_reason_is_refused_on_the_page(
    handed: HandedOver, fay: User, flo: User, fern: User
) -> None:
    path, client = f"/handoffs/{handed.handoff.pk}/", login(fern)
    assert client.post(f"{path}assign/", {"farmer": flo.pk}).status_code == 422
    assert Handoff.objects.get().farmer == fay
    assert client.post(f"{path}assign/", {"farmer": flo.pk, "reason": "Speaks Polish"}).status_code == 302
    shown = client.get(path).content.decode()
    assert "Fern gave the client to Flo." in shown
    assert "Speaks Polish" in shown


def test_late_ones_on_the_boards_of_the_heads(
    handed: HandedOver, fern: User, hera: User, sue: User, hal: User, fay: User
) -> None:
    company = handed.handoff.company.name.encode()
    Handoff.objects.update(due_at="2099-01-01T12:00Z")
    for head in (fern, hera, sue):
        assert login(head).get("/handoffs/late/").content == b""
    Handoff.objects.update(due_at="2026-01-01T12:00Z")
    for head in (fern, hera, sue):
        assert company in login(head).get("/handoffs/late/").content, head
    assert [login(one).get("/handoffs/late/").status_code for one in (hal, fay)] == [403, 403]
    for head, board in ((fern, "/portfolio/farmers/"), (hera, "/hunting/")):
        assert b"/handoffs/late/" in login(head).get(board).content
    assert f"/handoffs/{handed.handoff.pk}/".encode() in login(sue).get("/board/now/").content


def test_a_letter_is_written_sent_and_seen(
    handed: HandedOver, hal: User, point: ContactPoint, at: datetime
) -> None:
    path, client = f"/handoffs/{handed.handoff.pk}/", login(hal)
    shown = client.get(f"{path}letter/").content.decode()
    assert "outstanding service" in shown
    assert "ann.lee@acme.example" not in shown
    assert "выдающийся сервис" in client.get(f"{path}letter/?language=ru").content.decode()
    sent = {"contact_point": point.pk, "language": "en", "subject": "Hello", "body": "Meet {farmer}."}
    for _ in range(2):
        assert client.post(f"{path}letter/", {**sent, "idempotency_key": "l"}).status_code == 302
    row = Letter.objects.get()
    assert "On its way" in client.get(path).content.decode()
    send_letter(letter=row.pk, at=row.due_at)
    assert mail.outbox[0].body == "Meet Fay."
    assert "Sent" in client.get(path).content.decode()
    again = client.post(f"{path}letter/", sent)
    assert again.status_code == 422
    assert "Meet {farmer}." in again.content.decode()


def test_a_failed_letter_is_in_sight(handed: HandedOver, hal: User, point: ContactPoint) -> None:
    login(hal).post(
        f"/handoffs/{handed.handoff.pk}/letter/",
        {"contact_point": point.pk, "language": "en", "subject": "s", "body": "b"},
    )
    Letter.objects.update(state="failed", due_at="2020-01-01T00:00Z")
    assert "Not sent" in login(hal).get(f"/handoffs/{handed.handoff.pk}/").content.decode()


def test_a_letter_goes_to_paper_and_is_not_kept(handed: HandedOver, fay: User, point: ContactPoint) -> None:
    sent = {
        "contact_point": point.pk,
        "language": "ru",
        "subject": "Привет",
        "body": "Это {farmer}.",
        "print": "1",
    }
    answer = login(fay).post(f"/handoffs/{handed.handoff.pk}/letter/", sent)
    assert answer.status_code == 200
    assert "Это Fay." in answer.content.decode()
    assert not Letter.objects.exists()
    holes = login(fay).post(f"/handoffs/{handed.handoff.pk}/letter/", {**sent, "body": "{phone}"})
    assert holes.status_code == 422


def test_without_a_mail_server_the_page_says_so(
    handed: HandedOver, hal: User, point: ContactPoint, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    shown = login(hal).get(f"/handoffs/{handed.handoff.pk}/letter/").content.decode()
    assert "No mail can be sent from here" in shown
    assert "Send the letter" not in shown


def test_foreign_letters_are_404(handed: HandedOver, hugo: User, flo: User) -> None:
    for stranger in (hugo, flo):
        assert login(stranger).get(f"/handoffs/{handed.handoff.pk}/letter/").status_code == 404
        assert (
            login(stranger).post(f"/handoffs/{handed.handoff.pk}/language/", {"language": "ru"}).status_code
            == 404
        )


def test_the_head_edits_the_templates(fern: User) -> None:
    client = login(fern)
    assert "{farmer}" in client.get("/handoffs/letters/").content.decode()
    before = LetterTemplate.objects.get(language="ru").body
    looked = client.post(
        "/handoffs/letters/ru/", {"subject": "Тема", "body": "Это {farmer}.", "preview": "1"}
    )
    assert looked.status_code == 200
    assert "Это Fern." in looked.content.decode()
    wrong = client.post("/handoffs/letters/ru/", {"subject": "Тема", "body": "Это {fermer}."})
    assert wrong.status_code == 422
    assert "{fermer}" in wrong.content.decode()
    assert LetterTemplate.objects.get(language="ru").body == before
    for _ in range(2):
        sent = {"subject": "Тема", "body": "Это {farmer}.", "idempotency_key": "t"}
        assert client.post("/handoffs/letters/ru/", sent).status_code == 302
    assert LetterTemplate.objects.get(language="ru").body == "Это {farmer}.\n"


def test_the_clients_language_is_kept(handed: HandedOver, fay: User) -> None:
    path = f"/handoffs/{handed.handoff.pk}/"
    assert login(fay).post(f"{path}language/", {"language": "ru"}).status_code == 302
    assert login(fay).post(f"{path}language/", {"language": "klingon"}).status_code == 422
    handed.handoff.company.refresh_from_db()
    assert handed.handoff.company.language == "ru"
    assert "выдающийся сервис" in login(fay).get(f"{path}letter/").content.decode()


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("hal", "/handoffs/{handoff}/", 10), ("fay", "/handoffs/{handoff}/", 10), ("sue", "/handoffs/{handoff}/", 12),
        ("fern", "/handoffs/{handoff}/", 12), ("hal", "/handoffs/{handoff}/letter/", 10),
        ("fern", "/handoffs/letters/", 10), ("fay", "/companies/{company}/story/", 10), ("sue", "/handoffs/late/", 10),
    ],
)  # fmt: skip
def test_few_queries_however_much_there_is(
    handed: HandedOver, point: ContactPoint, hal: User, fay: User, flo: User, fern: User, at: datetime,
    request: pytest.FixtureRequest, who: str, path: str, most: int,
) -> None:  # fmt: skip
    client = login(request.getfixturevalue(who))
    url = path.format(handoff=handed.handoff.pk, company=handed.handoff.company_id)
    seen = []
    for round_ in range(2):
        for n in range(1 + 4 * round_):
            sent = {"promise_text": f"{round_} {n}", "promise_due_on": SOON, "step": "promise"}
            assert login(hal).post(f"/handoffs/{handed.handoff.pk}/introduce/", sent).status_code == 302
            first_sale(hal, at)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]
    assert seen[0] <= most, [query["sql"][:150] for query in queries.captured_queries]


def test_an_assigned_case_shows_the_way_back_to_the_head(
    handed: HandedOver, hal: User, fay: User, flo: User, fern: User, at: datetime
) -> None:
    introduce(handed.handoff, at)
    assign_handoff(actor=fern, handoff=handed.handoff, farmer=flo, reason="Asked for her", at=at)
    shown = login(hal).get(f"/handoffs/{handed.handoff.pk}/").content.decode()
    assert "Asked for her" in shown
    assert login(fay).get(f"/handoffs/{handed.handoff.pk}/").status_code == 404


def test_accepted_the_farmer_lands_on_the_clients_card(handed: HandedOver, fay: User, at: datetime) -> None:
    introduce(handed.handoff, at)
    answer = login(fay).post(f"/handoffs/{handed.handoff.pk}/accept/", {"idempotency_key": "a"}, follow=True)
    assert answer.redirect_chain == [(f"/portfolio/{handed.account.pk}/", 302)]
    assert answer.status_code == 200


def test_the_chosen_one_is_marked_and_without_a_farmer_nobody_is(
    handed: HandedOver, fay: User, flo: User, fern: User, at: datetime
) -> None:
    client, path = login(fern), f"/handoffs/{handed.handoff.pk}/"
    rows = client.get(path).context["choice"]["rows"]
    assert [row["chosen"] for row in rows if row["id"] == fay.pk] == [True]
    return_handoff(actor=fay, handoff=handed.handoff, reason="«Not mine»", at=at + timedelta(hours=1))
    page = client.get(path)
    assert not any(row["chosen"] for row in page.context["choice"]["rows"])
    assert page.context["choice"]["given"] is None
    assert page.context["returned_by"] == fay.pk
    text = page.content.decode()
    assert "Why this farmer" not in text
    assert "returned this client" in text
    assert "«Not mine»" in text
    assert "««" not in text
