"""A forbidden number closes every lead that has no other."""

from datetime import datetime

import pytest

from callcenter.actions import forbid_calls, take_next_lead
from callcenter.actions.forbid_calls import NoNumbers
from callcenter.models import CallList, Lead
from callcenter.pasted_phones import read_pasted
from salesorg.clients.models import Activity, ContactPoint, DoNotCall
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db
PHONE = "+13347938701"


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


@pytest.fixture
def lead(to: CallList) -> Lead:
    return factories.lead(to, company=factories.company(phone=PHONE))


def test_the_lead_is_closed_with_one_activity(lead: Lead, adam: User, cara: User, at: datetime) -> None:
    done = forbid_calls(actor=adam, phones=[PHONE], reason="asked", at=at)
    lead.refresh_from_db()
    assert (done.numbers, done.closed, lead.state, lead.closed_reason) == (1, 1, "closed", "do_not_call")
    assert Activity.objects.get().company_id == lead.company_id
    assert take_next_lead(actor=cara, at=at) is None


def test_again_it_changes_nothing(lead: Lead, adam: User, at: datetime) -> None:
    forbid_calls(actor=adam, phones=[PHONE], reason="asked", at=at)
    again = forbid_calls(actor=adam, phones=[PHONE], reason="law", at=at)
    assert (again.numbers, again.closed, Activity.objects.count()) == (0, 0, 1)
    assert DoNotCall.objects.get().reason == "asked"


def test_a_lead_with_another_number_stays_until_that_one_goes_too(
    lead: Lead, adam: User, at: datetime
) -> None:
    other = ContactPoint.objects.create(company=lead.company, kind="phone", value="+13347938702")
    wrong = ContactPoint.objects.create(
        company=lead.company, kind="phone", value="+13347938703", is_wrong=True
    )
    assert forbid_calls(actor=adam, phones=[PHONE], reason="asked", at=at).closed == 0
    lead.refresh_from_db()
    assert lead.state == "waiting"
    assert forbid_calls(actor=adam, phones=[other.value], reason="asked", at=at).closed == 1
    assert wrong.value not in DoNotCall.objects.values_list("phone", flat=True)


def test_a_callback_is_closed_a_claimed_lead_is_not_torn_away(
    lead: Lead, to: CallList, adam: User, cara: User, at: datetime
) -> None:
    Lead.objects.filter(pk=lead.pk).update(state="callback", callback_owner=cara)
    held = factories.lead(to, state="claimed")
    phones = [PHONE, held.company.contact_points.get().value]
    assert forbid_calls(actor=adam, phones=phones, reason="asked", at=at).closed == 1
    lead.refresh_from_db()
    held.refresh_from_db()
    assert (lead.state, lead.callback_owner, held.state) == ("closed", None, "claimed")


def test_who_may_and_what_is_no_number(lead: Lead, hal: User, adam: User, at: datetime) -> None:
    with pytest.raises(NotYours):
        forbid_calls(actor=hal, phones=[PHONE], reason="asked", at=at)
    with pytest.raises(NoNumbers):
        forbid_calls(actor=adam, phones=[], reason="asked", at=at)
    assert not DoNotCall.objects.exists()


def test_pasted_text_is_read_line_by_line() -> None:
    text = 'Phone\tName\n"(334) 793-8701"\tAcme\n334-793-8702; 3347938703\n12345678901234567890\nnobody\n3347938701\n'
    assert read_pasted(text, "US") == (
        ["+13347938701", "+13347938702", "+13347938703"],
        ["12345678901234567890"],
    )
