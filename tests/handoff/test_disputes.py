"""Corrections by finance, disputes by whose line it is: each once, into the open month, the closed ones untouched."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handoff.actions import (
    HandedOver,
    accrue_due,
    close_statement,
    correct_line,
    correct_pay,
    grant_dispute,
    open_dispute,
    refuse_dispute,
)
from handoff.models import Accrual, Dispute, Statement
from handoff.queries import commissions_owed, lines_of, open_statements
from handoff.refusals import (
    AlreadyDisputed,
    AnswerMissing,
    DisputeSettled,
    DoesNotEarn,
    NothingToCorrect,
    NotYourLine,
    ReasonMissing,
    WrongCurrency,
)
from salesorg.dashboards.invariants import breaches
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, User
from tests.handoff.steps import accept, held, pay
from tests.handoff.test_api import BASE, api, post
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
FIVE = Decimal("-5.00")


@pytest.fixture
def line(handed: HandedOver, hal: User, finn: User, at: datetime) -> Accrual:
    """Hal's bonus of 100.00, in a closed statement of November."""
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    return Accrual.objects.get()


def test_a_correction_goes_into_the_open_month(line: Accrual, hal: User, finn: User, at: datetime) -> None:
    december = at + timedelta(days=20)
    made = correct_line(actor=finn, line=line, amount=FIVE, currency="USD", reason="A discount", at=december)
    assert (made.kind, made.corrects, made.agreement_id) == ("correction", line, line.agreement_id)
    assert (made.beneficiary, made.recorded_by, made.reason, made.rate) == (hal, finn, "A discount", 0)
    assert [(one.month, one.total) for one in open_statements(hal)] == [(DECEMBER, FIVE)]
    closed = Statement.objects.get()
    assert (closed.total, list(lines_of(closed))) == (100, [line])
    assert close_statement(actor=finn, person=hal, month=DECEMBER, at=december).total == FIVE
    assert Notice.objects.filter(person=hal, kind="commission_corrected").count() == 1
    assert not breaches()


@pytest.mark.parametrize(("change", "refusal"), [
    ({"reason": " "}, ReasonMissing), ({"amount": Decimal("0.00")}, NothingToCorrect), ({"currency": "EUR"}, WrongCurrency),
])  # fmt: skip
def test_a_wrong_correction_changes_nothing(
    line: Accrual, hal: User, finn: User, at: datetime, change: dict[str, Any], refusal: Any
) -> None:
    asked = {"amount": FIVE, "currency": "USD", "reason": "Why", **change}
    with pytest.raises(refusal):
        correct_line(actor=finn, line=line, at=at, **asked)
    with pytest.raises(refusal):
        correct_pay(actor=finn, person=hal, at=at, **asked)
    assert Accrual.objects.count() == 1


def test_only_finance_corrects(
    line: Accrual, hal: User, sue: User, adam: User, finn: User, at: datetime
) -> None:
    for who in (hal, sue):
        with pytest.raises(NotYours):
            correct_line(actor=who, line=line, amount=FIVE, currency="USD", reason="Why", at=at)
        with pytest.raises(NotYours):
            correct_pay(actor=who, person=hal, amount=FIVE, currency="USD", reason="Why", at=at)
    with pytest.raises(DoesNotEarn):
        correct_pay(actor=finn, person=adam, amount=FIVE, currency="USD", reason="Why", at=at)
    assert Accrual.objects.count() == 1


def test_a_free_correction_belongs_to_a_person(cara: User, finn: User, at: datetime) -> None:
    made = correct_pay(
        actor=finn, person=cara, amount=Decimal("7.50"), currency="USD", reason="Promised", at=at
    )
    assert (made.corrects, made.agreement, made.beneficiary) == (None, None, cara)
    assert commissions_owed(cara)["payable"] == Decimal("7.50")


def test_contested_and_granted(line: Accrual, hal: User, finn: User, at: datetime) -> None:
    dispute = open_dispute(actor=hal, line=line, text="It was 12 %", at=at)
    assert (dispute.state, Notice.objects.filter(person=finn, kind="dispute_opened").count()) == ("open", 1)
    granted = grant_dispute(
        actor=finn, dispute=dispute, answer="Right", amount=Decimal("20.00"), currency="USD", at=at
    )
    assert granted.correction is not None
    assert (granted.correction.amount, granted.correction.corrects, granted.correction.reason) == (
        20,
        line,
        "Right",
    )
    assert Notice.objects.filter(person=hal, kind="dispute_granted").count() == 1
    with pytest.raises(DisputeSettled):
        grant_dispute(actor=finn, dispute=dispute, answer="Again", amount=Decimal(1), currency="USD", at=at)
    with pytest.raises(DisputeSettled):
        refuse_dispute(actor=finn, dispute=dispute, answer="No", at=at)
    assert Accrual.objects.count() == 2
    assert open_dispute(actor=hal, line=line, text="Still wrong", at=at).state == "open"


def test_contested_and_refused(line: Accrual, hal: User, finn: User, at: datetime) -> None:
    dispute = open_dispute(actor=hal, line=line, text="It was 12 %", at=at)
    refused = refuse_dispute(actor=finn, dispute=dispute, answer="The plan says 10 %", at=at)
    assert (refused.state, refused.correction, refused.answered_by) == ("refused", None, finn)
    assert (Accrual.objects.count(), Notice.objects.filter(person=hal, kind="dispute_refused").count()) == (
        1,
        1,
    )


def test_who_may_not_contest_or_answer(
    line: Accrual, hal: User, hugo: User, sue: User, finn: User, at: datetime
) -> None:
    for who in (hugo, sue, finn):
        with pytest.raises(NotYourLine):
            open_dispute(actor=who, line=line, text="Mine?", at=at)
    with pytest.raises(ReasonMissing):
        open_dispute(actor=hal, line=line, text=" ", at=at)
    dispute = open_dispute(actor=hal, line=line, text="Wrong", at=at)
    with pytest.raises(AlreadyDisputed):
        open_dispute(actor=hal, line=line, text="Wrong", at=at)
    for who in (hal, sue):
        with pytest.raises(NotYours):
            refuse_dispute(actor=who, dispute=dispute, answer="No", at=at)
    with pytest.raises(AnswerMissing):
        refuse_dispute(actor=finn, dispute=dispute, answer=" ", at=at)
    with pytest.raises(NothingToCorrect):
        grant_dispute(actor=finn, dispute=dispute, answer="Yes", amount=Decimal(0), currency="USD", at=at)
    assert (Dispute.objects.get().state, Accrual.objects.count()) == ("open", 1)


def test_by_the_pages(line: Accrual, hal: User, hugo: User, finn: User, at: datetime) -> None:
    path = f"/commissions/lines/{line.pk}/"
    assert login(hugo).get(path).status_code == 404
    assert login(hugo).post(f"{path}dispute/", {"text": "Mine"}).status_code == 404
    assert login(hal).post(f"{path}dispute/", {"text": " "}).status_code == 422
    assert (
        login(hal).post(f"{path}dispute/", {"text": "It was 12 %", "idempotency_key": "a"}).status_code == 302
    )
    assert (
        login(hal).post(f"{path}dispute/", {"text": "It was 12 %", "idempotency_key": "a"}).status_code == 302
    )
    dispute = Dispute.objects.get()
    assert b"It was 12 %" in login(finn).get("/commissions/disputes/").content
    assert login(hugo).get(f"/commissions/disputes/{dispute.pk}/").status_code == 404
    at_dispute = f"/commissions/disputes/{dispute.pk}/"
    assert login(finn).post(f"{at_dispute}grant/", {"answer": "Yes", "amount": "0"}).status_code == 422
    sent = {"answer": "Quite right", "amount": "20.00", "idempotency_key": "b"}
    assert login(finn).post(f"{at_dispute}grant/", sent).status_code == 302
    assert login(finn).post(f"{at_dispute}grant/", sent).status_code == 302
    assert Accrual.objects.filter(kind="correction").count() == 1
    seen = login(hal).get(path).content
    assert b"Quite right" in seen
    assert b">Corrected by $20.00</a>" in seen
    answered = login(finn).get("/commissions/disputes/?show=answered").content
    assert (b">+$20.00<" in answered, b"($20.00)" in answered) == (True, False)
    # The row adds up: bonus and correction are the sum.
    row = login(finn).get("/commissions/clients/").content.decode()
    assert 'data-label="Corrections">$20.00<' in row
    assert login(finn).post(f"{path}correct/", {"amount": "-1", "reason": " "}).status_code == 422
    assert login(finn).post(f"{path}correct/", {"amount": "-1", "reason": "Rounding"}).status_code == 302
    free = f"/commissions/people/{hal.pk}/correct/"
    assert login(finn).get(free).status_code == 200
    assert login(finn).post(free, {"amount": "0", "reason": "Nothing"}).status_code == 422
    assert login(finn).post(free, {"amount": "3", "reason": "Promised"}).status_code == 302
    assert Accrual.objects.filter(kind="correction").count() == 3
    made = Accrual.objects.latest("pk")
    assert b"Promised" in login(hal).get(f"/commissions/lines/{made.pk}/").content


def test_by_the_api(line: Accrual, hal: User, hugo: User, cara: User, finn: User, at: datetime) -> None:
    held(cara, at)
    assert post(hugo, f"accruals/{line.pk}/dispute/", {"text": "x"}).status_code == 404
    opened = post(hal, f"accruals/{line.pk}/dispute/", {"text": "It was 12 %"}, "k1")
    assert opened.status_code == 201
    assert (
        post(hal, f"accruals/{line.pk}/dispute/", {"text": "It was 12 %"}).json()["code"]
        == "already_disputed"
    )
    pk = opened.json()["id"]
    granted = {"answer": "Yes", "amount": "20.00", "currency": "USD"}
    assert post(finn, f"disputes/{pk}/grant/", {**granted, "currency": "EUR"}).status_code == 409
    assert post(finn, f"disputes/{pk}/grant/", granted, "k2").json()["correction_amount"] == "20.00"
    assert post(finn, f"disputes/{pk}/grant/", granted, "k2").status_code == 200
    assert post(finn, f"disputes/{pk}/refuse/", {"answer": "No"}).json()["code"] == "dispute_settled"
    made = post(finn, f"accruals/{line.pk}/correct/", {"amount": "-1.00", "currency": "USD", "reason": "Why"})
    assert (made.status_code, made.json()["corrects"], made.json()["amount"]) == (201, line.pk, "-1.00")
    free = {"person": cara.pk, "amount": "4.00", "currency": "USD", "reason": "Promised"}
    assert post(finn, "corrections/", free).json()["company"] is None
    assert post(finn, "corrections/", {**free, "beneficiary": 1}).status_code == 400
    trace = api(hal).get(f"{BASE}accruals/{line.pk}/").json()
    assert (trace["arithmetic"]["earned"], trace["line"]["corrected_by"]) == ("100.00", "19.00")
    assert len(trace["corrections"]) == 2
    assert api(hugo).get(f"{BASE}accruals/{line.pk}/").status_code == 404
    for who, count in ((hal, 1), (hugo, 0), (finn, 1)):
        assert api(who).get(f"{BASE}disputes/").json()["count"] == count
    assert api(hal).get(f"{BASE}disputes/?state=open").json()["count"] == 0
    month = api(cara).get(f"{BASE}statements/{cara.pk}-2026-11/").json()
    assert (month["total"], [row["kind"] for row in month["lines"]]) == ("29.00", ["meeting", "correction"])
