"""Doors of the house: login and its lock, health, headers, error pages."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from salesorg.dashboards.views.doors import readyz
from salesorg.people.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


def enter(password: str, client: Client | None = None) -> int:
    return (client or Client()).post(LOGIN, {"username": "cara", "password": password}).status_code


def test_the_right_password_opens(cara: User) -> None:
    assert enter(PASSWORD) == 302


def test_five_wrong_passwords_lock_the_door_even_for_the_right_one(cara: User) -> None:
    for _ in range(4):
        assert enter("wrong") == 200
    assert enter("wrong") == 429
    client = Client()
    response = client.post(LOGIN, {"username": "cara", "password": PASSWORD})
    assert response.status_code == 429
    assert "registration/locked_out.html" in [template.name for template in response.templates]
    assert "base_plain.html" in [template.name for template in response.templates]


def test_the_login_never_says_whether_the_name_exists(cara: User) -> None:
    known = Client().post(LOGIN, {"username": "cara", "password": "wrong"}).context["form"].errors
    unknown = Client().post(LOGIN, {"username": "nobody", "password": "wrong"}).context["form"].errors
    assert known == unknown


def test_the_login_leads_nowhere_else(cara: User) -> None:
    response = Client().post(
        f"{LOGIN}?next=https://elsewhere.example/", {"username": "cara", "password": PASSWORD}
    )
    assert response.headers["Location"] == "/"


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "path", ["/login/", "/healthz", "/readyz", "/", "/nowhere/", "/api/v1/me/", "/people/me/"]
)
def test_every_response_carries_the_headers(path: str, cara: User) -> None:
    for client in (Client(), Client()):
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        for name, value in HEADERS.items():
            assert response.headers[name] == value, name
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "no-store" in response.headers["Cache-Control"]
        client.force_login(cara)


def test_cookies_are_not_for_scripts(cara: User) -> None:
    client = Client()
    client.get(LOGIN)
    enter(PASSWORD, client)
    assert {"salesorg_csrf", "salesorg_session"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_health_needs_no_login_and_ready_asks_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/healthz").content == b"ok"
    assert Client().get("/readyz").json()["database"] is True

    def down() -> None:
        raise OSError

    monkeypatch.setattr("salesorg.dashboards.views.doors.connection.cursor", down)
    assert readyz(RequestFactory().get("/readyz")).status_code == 503


def test_errors_are_pages_for_people_and_json_for_programs(
    cara: User, client: Client, settings: object
) -> None:
    settings.DEBUG = False  # type: ignore[attr-defined]
    client.force_login(cara)
    missing = client.get("/nowhere/")
    assert missing.status_code == 404
    assert "404.html" in [template.name for template in missing.templates]
    refused = client.get(reverse("people:people"))
    assert refused.status_code == 403
    assert "403.html" in [template.name for template in refused.templates]
    answer = client.get("/api/v1/dashboards/revenue/")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    nothing = client.get("/api/v1/nowhere/")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "not_found")


def test_a_broken_page_says_sorry(cara: User, monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.DEBUG = False  # type: ignore[attr-defined]
    client = Client(raise_request_exception=False)
    client.force_login(cara)

    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("salesorg.people.views._profile", broken)
    page = client.get("/people/me/")
    assert (page.status_code, b"<html" in page.content) == (500, True)


def test_the_language_is_remembered(cara: User, client: Client) -> None:
    client.force_login(cara)
    response = client.post("/language/", {"language": "ru", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"
    cara.refresh_from_db()
    assert cara.language == "ru"
    client.post("/language/", {"language": "klingon"})
    cara.refresh_from_db()
    assert cara.language == "ru"


def away(execute: object, *args: object) -> None:
    """A database that has gone: what every statement gets while it restarts."""
    raise OperationalError("server closed the connection unexpectedly")


def test_while_the_database_is_away_the_same_request_is_asked_for_again(cara: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cara)
    with connection.execute_wrapper(away):
        page, api = client.post("/calls/next/"), client.post("/api/v1/callcenter/queue/next/")
    assert (page.status_code, page["Retry-After"], "text/html" in page["Content-Type"]) == (503, "5", True)
    assert "Nothing that was saved before is lost" in page.content.decode()
    assert (api.status_code, api["Retry-After"], api.json()["code"]) == (503, "5", "unavailable")


def test_what_else_breaks_is_no_reason_to_try_again(cara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise ValueError("a slip of ours")

    monkeypatch.setattr("callcenter.api.queue.now_and_open_lanes", broken)
    client = Client(raise_request_exception=False)
    client.force_login(cara)
    answer = client.post("/api/v1/callcenter/queue/next/", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "Retry-After" not in answer.headers


def test_a_language_chosen_at_the_door_becomes_the_persons_own(cara: User) -> None:
    client = Client()
    client.post("/language/", {"language": "ru", "next": "/login/"})
    assert enter(PASSWORD, client) == 302
    cara.refresh_from_db()
    assert cara.language == "ru"
    # Who logs in next at this browser without choosing keeps what is theirs.
    User.objects.filter(pk=cara.pk).update(language="en")
    client.post("/logout/")
    assert enter(PASSWORD, client) == 302
    cara.refresh_from_db()
    assert cara.language == "en"
