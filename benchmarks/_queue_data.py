"""Fifty call managers and a queue full of leads, by generate_series: the benchmark measures the queue, not the import."""

from contextlib import suppress
from datetime import UTC, datetime, time

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import ProgrammingError, connection

from callcenter.default_script import TREES
from callcenter.models import CallList, Lane, Script, ScriptVersion
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation

ZONES = ["America/New_York", "America/Chicago", "Europe/Berlin"]
# One lead per company with one number; a third of them in each zone, all due in the past.
LEADS = """
    WITH made AS (
        INSERT INTO clients_company (name, search_key, status, tax_id, segment, country, region, city, address, time_zone,
                                     website, details, created_at)
        SELECT 'Company ' || n, 'company ' || n, 'lead', '', 'B', 'US', 'NY', 'Albany', '12 Main Street',
               (%(zones)s::text[])[1 + n %% 3], 'example.org', '{"Beds": "240"}', now()
        FROM generate_series(1, %(leads)s) n RETURNING id, time_zone
    ), numbers AS (
        INSERT INTO clients_contactpoint (company_id, kind, value, value_hash, is_wrong)
        SELECT id, 'phone', '+1' || (2120000000 + id), md5('bench' || id), false FROM made
    )
    INSERT INTO callcenter_lead (company_id, call_list_id, lane_id, state, due_at, urgent, attempts, tried_parts, closed_reason)
    SELECT made.id, %(list)s, lane.id, 'waiting', now() - interval '1 day', false, 0, '[]', ''
    FROM made JOIN callcenter_lane lane ON lane.time_zone = made.time_zone AND lane.call_list_id = %(list)s
"""
# As before the first call. TRUNCATE and not DELETE: it forgets the statistics too, as in a new installation. Known to be empty,
# a table is planned for as such by every connection that comes then, and is read from end to end while it grows.
RESET = """
    TRUNCATE callcenter_call, callcenter_claim CASCADE;
    UPDATE callcenter_lead SET state = 'waiting', due_at = now() - interval '1 day', attempts = 0, tried_parts = '[]',
        closed_reason = '', callback_owner_id = NULL, urgent = false, calls_made = 0, calls_that_day = 0, last_call_at = NULL;
"""
VACUUM = ["callcenter_lead", "clients_contactpoint", "clients_company"]


def call_managers(number: int) -> list[User]:
    """People who can be logged in by a session made here (hashing fifty passwords would take longer than the test)."""
    people = [
        User(username=f"caller{n}", name=f"Caller {n}", role=Role.CALL_MANAGER, password="!")  # noqa: S106 - no password at all
        for n in range(number)
    ]
    return User.objects.bulk_create(people)


def session_of(person: User) -> str:
    """Return the key of a logged-in session."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def fill_queue(leads: int) -> None:
    """One list with a script in three zones, open around the clock."""
    organisation()
    made_at = datetime.now(UTC)
    script = Script.objects.create(name="Benchmark")
    ScriptVersion.objects.create(
        script=script, number=1, steps=TREES["en"], is_published=True, created_at=made_at
    )
    of = CallList.objects.create(
        name="Benchmark", script=script, calling_from=time(0), calling_to=time(23, 59, 59), calling_days=[1, 2, 3, 4, 5, 6, 7],
        created_at=made_at,
        region="XX",  # a country without holidays: the day must not decide what is measured
    )  # fmt: skip
    Lane.objects.bulk_create(Lane(call_list=of, time_zone=zone) for zone in ZONES)
    more_leads(leads)


def more_leads(leads: int) -> None:
    """Add so many to the list."""
    of = CallList.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(LEADS, {"zones": ZONES, "leads": leads, "list": of.pk})
    tidy()


def reset_queue() -> None:
    """Every lead waits again as if nothing had happened."""
    with connection.cursor() as cursor:
        cursor.execute(RESET)
    tidy()


def tidy() -> None:
    """Leave no dead rows and no old statistics behind."""
    with connection.cursor() as cursor:
        for table in VACUUM:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
        with suppress(
            ProgrammingError
        ):  # a server of one's own may not allow it; then it happens when it happens
            cursor.execute("CHECKPOINT")
