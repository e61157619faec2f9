"""An import is taken back while none of its leads was taken into work."""

from datetime import datetime

import pytest

from callcenter.actions import forbid_calls, revert_import, take_next_lead
from callcenter.actions.revert_import import ImportInUse, NothingToRevert
from callcenter.models import CallList, ImportPart, ImportRow, Lead
from salesorg.clients.models import Company, ContactPoint
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.files import US, confirmed, csv_file, imported, uploaded, us_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def test_what_it_made_is_gone_and_what_was_there_stays(to: CallList, adam: User, at: datetime) -> None:
    factories.lead(to, company=factories.company(phone="+13347930000"))
    job = imported(to, csv_file("Name,Phone,Contact,E-mail\n" + "".join(
        f"H{n},334793{n:04d},Ann,a{n}@x.com\n" for n in range(20))), at)  # fmt: skip
    assert job.created == 19
    revert_import(actor=adam, job=job, at=at)
    job.refresh_from_db()
    assert (job.status, Lead.objects.count(), Company.objects.count(), ContactPoint.objects.count()) == (
        "reverted",
        1,
        1,
        1,
    )
    assert ImportRow.objects.filter(job=job, lead__isnull=True).count() == 20
    assert imported(to, csv_file(US + us_rows(20)), at).created == 19


def test_it_is_refused_once_a_lead_was_claimed(to: CallList, adam: User, cara: User, at: datetime) -> None:
    job = imported(to, csv_file(US + us_rows(5)), at)
    assert take_next_lead(actor=cara, at=at.replace(hour=17)) is not None
    with pytest.raises(ImportInUse):
        revert_import(actor=adam, job=job, at=at)
    job.refresh_from_db()
    assert (job.status, Lead.objects.count()) == ("done", 5)


def test_a_company_with_a_history_of_its_own_stays(to: CallList, adam: User, at: datetime) -> None:
    job = imported(to, csv_file(US + us_rows(5)), at)
    forbid_calls(actor=adam, phones=["+13347930002"], reason="asked", at=at)
    revert_import(actor=adam, job=job, at=at)
    assert [(lead.company.name, lead.state) for lead in Lead.objects.all()] == [("Hospital 2", "closed")]


def test_it_happens_once_and_only_to_what_has_ended(to: CallList, adam: User, at: datetime) -> None:
    running, preview = (
        confirmed(to, csv_file(US + us_rows(5)), at),
        uploaded(to, csv_file(US + us_rows(5)), at),
    )
    with pytest.raises(NothingToRevert):
        revert_import(actor=adam, job=running, at=at)
    revert_import(actor=adam, job=preview, at=at)
    assert not ImportPart.objects.filter(job=preview).exists()
    with pytest.raises(NothingToRevert):
        revert_import(actor=adam, job=preview, at=at)


def test_only_the_administrator_reverts(to: CallList, cara: User, at: datetime) -> None:
    job = imported(to, csv_file(US + us_rows(2)), at)
    with pytest.raises(NotYours):
        revert_import(actor=cara, job=job, at=at)
    assert Lead.objects.count() == 2
