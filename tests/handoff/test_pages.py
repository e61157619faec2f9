"""Handoffs and commissions in the browser's words: who may, what is shown, sent twice, refused with what was typed."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from handoff.actions import HandedOver, accrue_due
from handoff.models import Handoff, Statement
from salesorg.people.models import User
from tests.handoff.steps import accept, first_sale, introduce, pay

pytestmark = pytest.mark.django_db

TICKED = {
    "brief": "Two lines.",
    "no_promises": "on",
    "introduction_arranged": "on",
    "how": "person",
    "contacts_given": "on",
}


def login(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(("path", "allowed"), [
    ("/handoffs/", {"hal", "hera", "fay", "fern", "sue"}),
    ("/commissions/", {"hal", "hera", "finn", "sue", "cara", "fay"}),
    ("/commissions/clients/", {"hal", "hera", "finn", "sue", "cara", "fay"}),
    ("/commissions/agreements/", {"hal", "hera", "finn", "sue"}),
    ("/commissions/forecast/", {"hal", "hera"}),
    ("/commissions/plans/", {"finn", "sue"}),
    ("/commissions/plans/new/", {"finn", "sue"}),
    ("/commissions/rates/", {"finn", "sue"}),
    ("/commissions/statements/", {"hal", "hera", "finn", "sue", "cara", "fay", "fern"}),
    ("/commissions/disputes/", {"hal", "hera", "finn", "sue", "cara", "fay", "fern"}),
    ("/commissions/overview/", {"finn", "sue"}),
])  # fmt: skip
def test_who_may_open_it(
    path: str, allowed: set[str], hal: User, hera: User, fay: User, fern: User, finn: User, sue: User, cara: User,
    adam: User, root: User,
) -> None:  # fmt: skip
    for person in (hal, hera, fay, fern, finn, sue, cara, adam, root):
        expected = 200 if person.username in allowed else 403
        assert login(person).get(path).status_code == expected, person.username


def test_a_foreign_case_is_404(
    handed: HandedOver, hal: User, hugo: User, fay: User, flo: User, fern: User
) -> None:
    path = f"/handoffs/{handed.handoff.pk}/"
    shown = [login(one).get(path).status_code for one in (hal, fay, fern, hugo, flo)]
    assert shown == [200, 200, 200, 404, 404]


def test_the_bonus_is_shown_to_its_hunter_only(
    handed: HandedOver, hal: User, fay: User, fern: User, hera: User, sue: User, at: datetime
) -> None:
    pay(handed.handoff.sale, "512.30", at)
    accrue_due(at=at)
    for person, seen in ((hal, True), (sue, True), (fay, False), (fern, False), (hera, False)):
        for path in (
            "/handoffs/",
            f"/handoffs/{handed.handoff.pk}/",
            f"/handoffs/panel/{handed.handoff.company_id}/",
        ):
            assert (b"51.23" in login(person).get(path).content) is seen, (person.username, path)


def test_the_panel_is_empty_for_others(handed: HandedOver, hugo: User, cara: User) -> None:
    for person in (hugo, cara):
        answer = login(person).get(f"/handoffs/panel/{handed.handoff.company_id}/")
        assert (answer.status_code, answer.content) == (200, b"")


def test_introduce_accept_and_send_it_twice(handed: HandedOver, hal: User, fay: User) -> None:
    path = f"/handoffs/{handed.handoff.pk}/"
    sent = {**TICKED, "step": "introduced", "idempotency_key": "a"}
    assert [login(hal).post(f"{path}introduce/", sent).status_code for _ in range(2)] == [302, 302]
    assert [login(fay).post(f"{path}accept/", {"idempotency_key": "b"}).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert Handoff.objects.get().state == "accepted"


def test_an_incomplete_introduction_keeps_what_was_typed(handed: HandedOver, hal: User) -> None:
    sent = {**TICKED, "brief": "A long brief", "how": "", "step": "introduced"}
    answer = login(hal).post(f"/handoffs/{handed.handoff.pk}/introduce/", sent)
    assert answer.status_code == 422
    assert b"A long brief" in answer.content
    assert Handoff.objects.get().state == "offered"


def test_save_without_introducing(handed: HandedOver, hal: User) -> None:
    sent = {**TICKED, "how": "", "step": "save"}
    assert login(hal).post(f"/handoffs/{handed.handoff.pk}/introduce/", sent).status_code == 302
    assert (Handoff.objects.get().brief, Handoff.objects.get().state) == ("Two lines.", "offered")


def test_return_needs_a_reason_and_assign_a_farmer(
    handed: HandedOver, fay: User, flo: User, fern: User
) -> None:
    path = f"/handoffs/{handed.handoff.pk}/"
    assert login(fay).post(f"{path}return/", {"reason": " "}).status_code == 422
    assert login(fay).post(f"{path}return/", {"reason": "Not mine"}).status_code == 302
    queue = login(fern).get("/handoffs/?show=queue").content
    assert b"Not mine" in queue
    assert b"Flo" in queue
    assert login(fern).post(f"{path}assign/", {"farmer": ""}).status_code == 422
    assert login(fern).post(f"{path}assign/", {"farmer": flo.pk}).status_code == 302
    assert Handoff.objects.get().farmer == flo


def test_nothing_changes_by_looking(handed: HandedOver, fay: User) -> None:
    path = f"/handoffs/{handed.handoff.pk}/"
    for action in ("introduce/", "accept/", "return/", "assign/"):
        assert login(fay).get(f"{path}{action}").status_code in (403, 405)


def test_a_month_is_closed_and_paid(
    handed: HandedOver, hal: User, finn: User, sue: User, at: datetime
) -> None:
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    path = f"/commissions/statements/{hal.pk}-2026-11/"
    assert b"100.00" in login(hal).get(path).content
    assert login(sue).post(f"{path}close/").status_code == 403
    assert [login(finn).post(f"{path}close/", {"idempotency_key": "c"}).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert login(finn).post(f"{path}close/").status_code == 422
    assert login(finn).post(f"{path}pay/", {"idempotency_key": "d"}).status_code == 302
    assert Statement.objects.get().state == "paid"
    for page in ("/commissions/", "/commissions/clients/", "/commissions/statements/", path):
        for person in (hal, finn, sue):
            assert login(person).get(page).status_code == 200


def test_a_foreign_statement_is_404(handed: HandedOver, hal: User, hugo: User, at: datetime) -> None:
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    assert login(hugo).get(f"/commissions/statements/{hal.pk}-2026-11/").status_code == 404


def test_what_would_it_pay(hal: User) -> None:
    assert b"2,000.00" in login(hal).get("/commissions/?amount=20000").content
    assert login(hal).get("/commissions/?amount=nonsense").status_code == 200


@pytest.mark.parametrize(("path", "who"), [
    ("/handoffs/", "hal"), ("/handoffs/", "fern"), ("/handoffs/?show=queue", "fern"), ("/handoffs/?show=accepted", "sue"),
    ("/commissions/", "hal"), ("/commissions/", "finn"), ("/commissions/clients/", "hal"),
    ("/commissions/statements/", "finn"),
])  # fmt: skip
def test_pages_ask_few_queries_whatever_the_number_of_rows(
    hal: User, fay: User, fern: User, at: datetime, request: pytest.FixtureRequest, path: str, who: str,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = login(request.getfixturevalue(who))
    seen = []
    for count in (2, 6):
        for n in range(count):
            handed = first_sale(hal, at)
            pay(handed.handoff.sale, "10.00", at)
            if n % 2:
                accept(handed.handoff, at)
            elif "queue" in path:
                from handoff.actions import return_handoff

                return_handoff(actor=fay, handoff=handed.handoff, reason="x", at=at)
            else:
                introduce(handed.handoff, at)
        accrue_due(at=at)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]
    assert seen[0] <= 10, [query["sql"][:120] for query in queries.captured_queries]
