"""Dismissal, another role, another password: what was open ends with the very next request."""

from datetime import datetime

import pytest
from django.test import Client

from salesorg.people.actions import change_password, change_role, create_token, dismiss_person
from salesorg.people.models import Role, User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(window: Client, password: str = PASSWORD) -> bool:
    """Through the login page, as people do it; says whether it worked."""
    return window.post("/login/", {"username": "cara", "password": password}).status_code == 302


@pytest.fixture
def window(cara: User) -> Client:
    """Cara, signed in with her password as a browser does it."""
    window = Client()
    assert sign_in(window)
    assert window.get("/people/me/").status_code == 200
    return window


def api(token: str) -> int:
    return Client().get("/api/v1/me/", headers={"Authorization": f"Token {token}"}).status_code


def test_a_dismissed_person_is_out_with_the_next_request(
    window: Client, cara: User, root: User, at: datetime
) -> None:
    _, token = create_token(actor=cara)
    assert api(token) == 200
    dismiss_person(actor=root, person=cara, at=at)
    assert window.get("/people/me/").headers["Location"].startswith("/login/")
    assert window.get("/api/v1/me/").status_code == 401
    assert api(token) == 401
    assert not sign_in(Client())


def test_another_role_ends_sessions_and_tokens(window: Client, cara: User, root: User, at: datetime) -> None:
    _, token = create_token(actor=cara)
    change_role(actor=root, person=cara, role=Role.HUNTER, at=at)
    assert window.get("/people/me/").status_code == 302
    assert api(token) == 401
    assert sign_in(Client())


def test_another_password_ends_the_other_sessions(window: Client, cara: User) -> None:
    change_password(actor=cara, current=PASSWORD, new="quite-another-9")
    assert window.get("/people/me/").status_code == 302


def test_the_session_in_which_the_password_is_changed_goes_on(window: Client) -> None:
    form = {"current": PASSWORD, "new": "quite-another-9", "again": "quite-another-9"}
    assert window.post("/people/me/password/", form).status_code == 302
    assert window.get("/people/me/").status_code == 200
