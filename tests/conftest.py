"""What every test may use: four fixed people with fixed meaning, and a fixed moment.

The moment is a Monday, 10:00 in New York, where the department of the tests sits.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connections

from salesorg.people.models import Organisation, Role, User
from tests.factories import person

AT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)

# Rows that migrations made and that rules refer to: a flush between transactional tests must not take them.
REFERENCE = {
    "callcenter_disposition",
    "hunters_dealstage",
    "farmers_servicelevel",
    "handoff_commissionplan",
    "handoff_trailingtier",
    "dashboards_callsfolded",
    "callcenter_quartersfolded",
    "callcenter_scriptdaysfolded",
    "django_content_type",
    "auth_permission",
    "django_migrations",
}


def _flush(self: object, **options: object) -> None:
    """Empty all tables but the reference rows; append-only triggers are the product's, not the test runner's."""
    connection = connections[str(options.get("database") or "default")]
    tables = [name for name in connection.introspection.table_names() if name not in REFERENCE]
    listed = ", ".join(connection.ops.quote_name(name) for name in tables)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # The letters' templates name who changed them, so they cannot stand while people are truncated.
        cursor.execute("CREATE TEMP TABLE letters AS TABLE handoff_lettertemplate")
        cursor.execute(f"TRUNCATE {listed} RESTART IDENTITY")
        cursor.execute("UPDATE letters SET updated_by_id = NULL")
        cursor.execute("INSERT INTO handoff_lettertemplate SELECT * FROM letters")
        cursor.execute("DROP TABLE letters")
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture(autouse=True, scope="session")
def _flush_keeps_reference_rows() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(flush.Command, "handle", _flush)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _settings(settings: object) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # type: ignore[attr-defined]
    # Ids begin anew behind a transactional test: what was kept for one is another's.
    cache.clear()


@pytest.fixture
def at() -> datetime:
    """The moment at which tests happen."""
    return AT


@pytest.fixture
def org(db: None) -> Organisation:
    """The organisation with the defaults of product.md: New York, USD, Mon-Fri 9-18."""
    return Organisation.objects.get_or_create(only_one=True)[0]


@pytest.fixture
def cara(org: Organisation) -> User:
    """Calls."""
    return person("cara", Role.CALL_MANAGER)


@pytest.fixture
def cody(org: Organisation) -> User:
    """Calls too: the rival."""
    return person("cody", Role.CALL_MANAGER)


@pytest.fixture
def adam(org: Organisation) -> User:
    """Administers the call centre."""
    return person("adam", Role.CALL_CENTER_ADMIN)


@pytest.fixture
def hal(org: Organisation) -> User:
    """Hunts."""
    return person("hal", Role.HUNTER)


@pytest.fixture
def hugo(org: Organisation) -> User:
    """Hunts too: the rival."""
    return person("hugo", Role.HUNTER)


@pytest.fixture
def hera(org: Organisation) -> User:
    """Heads the hunters."""
    return person("hera", Role.HUNTERS_HEAD)


@pytest.fixture
def fay(org: Organisation) -> User:
    """Farms."""
    return person("fay", Role.FARMER)


@pytest.fixture
def flo(org: Organisation) -> User:
    """Farms too: the colleague."""
    return person("flo", Role.FARMER)


@pytest.fixture
def fern(org: Organisation) -> User:
    """Heads the client department."""
    return person("fern", Role.FARMERS_HEAD)


@pytest.fixture
def finn(org: Organisation) -> User:
    """Keeps the money."""
    return person("finn", Role.FINANCE)


@pytest.fixture
def sue(org: Organisation) -> User:
    """Heads sales."""
    return person("sue", Role.SALES_HEAD)


@pytest.fixture
def root(org: Organisation) -> User:
    """Administers people."""
    return person("root", Role.ADMIN)
