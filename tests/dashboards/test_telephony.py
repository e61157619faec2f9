import hashlib
import hmac
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesorg.clients.models import Activity, ContactPoint
from salesorg.people.actions import plan_absence
from salesorg.people.models import Notice, User
from salesorg.people.queries import local_day
from tests.dashboards.conftest import Story

pytestmark = pytest.mark.django_db
SECRET = "of the exchange"


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.TELEPHONY_SECRET = SECRET


def tell(phone: str, secret: str = SECRET, **more: Any) -> tuple[int, Any]:
    event = {
        "event": "ringing",
        "direction": "inbound",
        "from": phone,
        "to": "+12125550000",
        "call_id": "c-1",
    } | more
    body = json.dumps(event)
    signature = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    response = Client().post(
        "/api/v1/telephony/events/",
        body,
        content_type="application/json",
        headers={"X-Signature": f"sha256={signature}"},
    )
    return response.status_code, response.json()


def phone_of(story: Story) -> str:
    return ContactPoint.objects.get(company=story.client).value


def test_a_ringing_client_is_shown_to_its_farmer_once(story: Story, fay: User) -> None:
    Notice.objects.all().delete()
    assert tell(phone_of(story)) == (202, {"known": True})
    assert tell(phone_of(story)) == (202, {"known": True})
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (fay, f"/companies/{story.client.pk}/")
    assert Activity.objects.filter(verb="client_called").count() == 1


def test_while_the_farmer_is_away_the_deputy_is_told(story: Story, fay: User, flo: User, fern: User) -> None:
    day: date = local_day(timezone.now())
    plan_absence(actor=fern, person=fay, starts_on=day, ends_on=day, deputy=flo)
    tell(phone_of(story))
    assert Notice.objects.get(kind="client_is_calling").person == flo


@pytest.mark.parametrize(
    "more", [{"event": "ended"}, {"direction": "outbound"}, {"from": "+15550000000"}, {"from": ""}]
)
def test_nothing_else_tells_anybody(story: Story, more: dict[str, str]) -> None:
    assert tell(phone_of(story), **more) == (202, {"known": False})
    assert not Notice.objects.filter(kind="client_is_calling").exists()


def test_leads_and_prospects_have_no_farmer(story: Story) -> None:
    phone = ContactPoint.objects.get(company=story.prospect).value
    assert tell(phone) == (202, {"known": False})


def test_without_the_right_signature_nobody_gets_in(story: Story, settings: Any) -> None:
    assert tell(phone_of(story), secret="guessed")[0] == 403
    settings.TELEPHONY_SECRET = ""
    assert tell(phone_of(story), secret="")[0] == 403
    assert not Notice.objects.filter(kind="client_is_calling").exists()


def test_an_unknown_field_is_refused(story: Story) -> None:
    assert tell(phone_of(story), owner="me")[0] == 400
