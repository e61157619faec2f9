"""Every URL x every role, against the role table."""

import logging
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from salesorg.people.models import Role, User
from tests.access.role_table import SHORT, TABLE, Row
from tests.factories import person

pytestmark = pytest.mark.usefixtures("quiet")
UNKNOWN: dict[str, object] = {
    "int": 999_999,
    "str": "none",
    "slug": "no_answer",
    "statement": "999999-2020-01",
}


@pytest.fixture
def quiet(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Two thousand requests need not be logged."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "structlog" not in name]
    caplog.set_level(logging.ERROR, "django.request")


def patterns(found: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


URLS = dict(patterns(get_resolver().url_patterns))


def arguments(pattern: URLPattern) -> dict[str, object]:
    """An argument of the right kind for every converter, of a row that does not exist."""
    named = {"IntConverter": "int", "StringConverter": "str", "SlugConverter": "slug"}
    return {
        name: UNKNOWN[named.get(type(kind).__name__, "statement")]
        for name, kind in pattern.pattern.converters.items()
    }


def address(name: str) -> tuple[str, bool]:
    """The URL and whether it names a row."""
    asked = arguments(URLS[name])
    return reverse(name, kwargs=asked), bool(asked)


def test_every_url_stands_in_the_table() -> None:
    assert set(URLS) - set(TABLE) == set(), "say in tests/access/role_table.py who may open these"
    assert set(TABLE) - set(URLS) == set(), "these are gone"


def ask(client: Client, method: str, url: str) -> int:
    """The status of an empty request; what it changed is taken back."""
    point = transaction.savepoint()
    try:
        if method == "get":
            return client.get(url).status_code
        return client.post(
            url, {}, content_type="application/json" if url.startswith("/api/") else ""
        ).status_code
    finally:
        transaction.savepoint_rollback(point)


def signed_in(role: str) -> Client:
    """A browser of a person of this role; its cookies open every further one without another login."""
    client = Client()
    client.force_login(person("me", Role(role)))
    return client


def expected(row: Row, with_id: bool) -> int:
    return row.missing if with_id else row.plain


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_the_role_opens_what_the_table_says(role: str, org: object) -> None:
    door = signed_in(role)
    wrong = []
    for name, row in TABLE.items():
        if not row.get:
            continue
        url, with_id = address(name)
        client = Client(raise_request_exception=False)
        client.cookies = copy(door.cookies)
        status = ask(client, "get", url)
        wanted = expected(row, with_id) if role in row.readers() else 403
        if status != wanted:
            wrong.append(f"{name}: {status}, not {wanted}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_the_role_sends_what_the_table_says(role: str, org: object) -> None:
    """An empty POST of a wrong role is refused; nobody's breaks anything."""
    door = signed_in(role)
    wrong = []
    for name, row in TABLE.items():
        if not row.post:
            continue
        url, _ = address(name)
        client = Client(raise_request_exception=False)
        client.cookies = copy(door.cookies)
        status = ask(client, "post", url)
        allowed = role in row.writers()
        if status >= 500 or (allowed and status in (403, 405)) or (not allowed and status not in (403, 404)):
            wrong.append(f"{name}: {status}, {'allowed' if allowed else 'not allowed'}")
    assert wrong == []


@pytest.mark.django_db
def test_what_is_only_read_takes_nothing(org: object) -> None:
    door, wrong = signed_in(Role.SALES_HEAD), []
    for name, row in TABLE.items():
        if row.post:
            continue
        client = Client(raise_request_exception=False)
        client.cookies = copy(door.cookies)
        status = ask(client, "post", address(name)[0])
        if status not in (403, 404, 405):
            wrong.append(f"{name}: {status}")
    assert wrong == []


@pytest.mark.django_db
def test_nobody_gets_in_without_a_login() -> None:
    wrong = []
    for name, row in TABLE.items():
        url, _ = address(name)
        method = "get" if row.get else "post"
        response = getattr(Client(raise_request_exception=False), method)(url)
        at_the_door = response.status_code == 302 and response.headers["Location"].startswith("/login/")
        shut = at_the_door or response.status_code == 401
        if shut == row.open:
            wrong.append(f"{name}: {response.status_code}")
    assert wrong == []


def test_every_role_has_a_way_in() -> None:
    for short, role in SHORT.items():
        assert any(short in row.get.split() for row in TABLE.values()), role
    assert set(SHORT.values()) == set(Role.values)


@pytest.mark.django_db
def test_every_role_is_sent_to_its_desk_and_may_open_all_of_its_navigation(org: object) -> None:
    for role in Role:
        me: User = person(f"me-{role}", role)
        client = Client()
        client.force_login(me)
        assert client.get("/", follow=True).status_code == 200, role
        for desk in client.get("/people/me/").context["nav"]():
            assert client.get(desk["url"]).status_code == 200, (role, desk["url"])
