"""Pages about oneself."""

import pytest
from django.test import Client
from knox.models import AuthToken

from salesorg.people.actions import notify
from salesorg.people.models import Notice, User
from tests.conftest import AT

pytestmark = pytest.mark.django_db


def test_language_and_time_zone(client: Client, cara: User) -> None:
    client.force_login(cara)
    assert client.post("/people/me/", {"language": "ru", "time_zone": "Mars/Olympus"}).status_code == 422
    assert client.post("/people/me/", {"language": "ru", "time_zone": "Europe/Moscow"}).status_code == 302
    cara.refresh_from_db()
    assert (cara.language, cara.time_zone) == ("ru", "Europe/Moscow")


def test_a_token_is_shown_once_and_can_be_revoked(client: Client, cara: User, cody: User) -> None:
    client.force_login(cara)
    shown = client.post("/people/me/tokens/").context["new_token"]
    assert shown not in client.get("/people/me/").content.decode()
    key = AuthToken.objects.get().token_key
    client.force_login(cody)
    client.post(f"/people/me/tokens/{key}/revoke/")
    assert AuthToken.objects.exists(), "nobody revokes another's token"
    client.force_login(cara)
    client.post(f"/people/me/tokens/{key}/revoke/")
    assert not AuthToken.objects.exists()


def test_notices_are_ones_own_and_are_read_by_opening(client: Client, cara: User, cody: User) -> None:
    notify(
        people=[cara],
        key="a",
        kind="invariant_broken",
        at=AT,
        url="/people/me/",
        data={"view": "v", "count": 3},
    )
    notify(people=[cara], key="b", kind="of_an_older_version", at=AT, url="https://elsewhere.example/")
    client.force_login(cara)
    page = client.get("/people/notices/").content.decode()
    assert "3 rows break an invariant (v)" in page
    assert "of_an_older_version" in page
    first, second = Notice.objects.order_by("key")
    assert client.post(f"/people/notices/{first.pk}/open/").headers["Location"] == "/people/me/"
    assert client.post(f"/people/notices/{second.pk}/open/").headers["Location"] == "/people/notices/"
    assert not Notice.objects.filter(read_at=None).exists()
    client.force_login(cody)
    assert client.post(f"/people/notices/{first.pk}/open/").status_code == 404


def test_all_are_read_at_once_but_only_ones_own(client: Client, cara: User, cody: User) -> None:
    notify(people=[cara, cody], key="a", kind="x", at=AT)
    client.force_login(cara)
    client.post("/people/notices/read/")
    assert Notice.objects.get(read_at=None).person == cody
