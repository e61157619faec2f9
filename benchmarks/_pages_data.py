"""One database for the benchmark of pages: volume by `bulk_load`, work in hand for those who look, the pages to ask for.

Run as a program in an empty database: it prints the pages with their sessions and numbers of queries as JSON.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

HUNTER, FARMER = "bench_hunter_001", "bench_farmer_001"
IDLE, BUSY = "bench_caller_001", "bench_caller_002"
CENTRE, HEAD, FARM_HEAD, HUNT_HEAD = (
    "bench_admin",
    "bench_sales_head",
    "bench_farmers_head",
    "bench_hunters_head",
)
FINANCE, ROOT = "bench_finance", "bench_root"

# For each hunter sixty deals under way, nine a day back from four days ago, and forty meetings to come, three of them past.
PROSPECTS = """
    CREATE TEMP TABLE wip AS
    SELECT lead.id AS lead, lead.company_id, hunter.id AS hunter, lead.n / hunters.number AS turn,
           CASE WHEN lead.n / hunters.number < 60
                THEN date_trunc('day', now()) - interval '1 day' * (4 + lead.n / hunters.number / 9)
                     + interval '1 hour' * (13 + lead.n / hunters.number % 9)
                ELSE date_trunc('hour', now()) + interval '3 hours' * (lead.n / hunters.number - 63) - interval '2 hours'
           END AS starts_at, nextval('hunters_meeting_id_seq') AS meeting
    FROM (SELECT count(*) AS number FROM people_user WHERE role = 'hunter') hunters,
         LATERAL (SELECT id, company_id, row_number() OVER (ORDER BY id DESC) - 1 AS n FROM callcenter_lead
                  WHERE state = 'waiting' ORDER BY id DESC LIMIT 100 * hunters.number) lead
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_user WHERE role = 'hunter') hunter ON true
    WHERE hunter.place = lead.n % hunters.number;
    UPDATE clients_company SET status = 'prospect' WHERE id IN (SELECT company_id FROM wip);
    INSERT INTO clients_ownership (company_id, owner_id, stage, started_at, reason)
        SELECT company_id, hunter, 'hunting', least(starts_at, now()) - interval '3 days', 'meeting_booked' FROM wip;
    INSERT INTO hunters_meeting (id, company_id, hunter_id, booked_by_id, booked_at, starts_at, ends_at, place, brief, state,
                                 on_target, outcome_note, outcome_at)
        SELECT meeting, company_id, hunter, (SELECT id FROM people_user WHERE username = 'bench_caller_003'),
               least(starts_at, now()) - interval '3 days', starts_at, starts_at + interval '1 hour', '12 Main Street', 'Wants to see it',
               CASE WHEN turn < 60 THEN 'held' ELSE 'scheduled' END, CASE WHEN turn < 60 THEN true END, '',
               CASE WHEN turn < 60 THEN starts_at + interval '1 hour' END
        FROM wip;
    UPDATE callcenter_lead SET state = 'booked', meeting_id = wip.meeting FROM wip WHERE callcenter_lead.id = wip.lead;
    INSERT INTO hunters_deal (company_id, hunter_id, meeting_id, title, cross_sell, amount, stage_id, state, next_step, next_step_on,
                              opened_at, last_contact_at, lost_reason, position)
        SELECT company_id, hunter, meeting, 'First delivery', false, 1000 * (1 + turn % 40), stage.id, 'open', 'Send the offer',
               current_date + (turn % 20)::int - 5, starts_at + interval '1 hour', starts_at + interval '1 hour', '', turn
        FROM wip JOIN (SELECT id, row_number() OVER (ORDER BY position) - 1 AS place, count(*) OVER () AS number
                       FROM hunters_dealstage) stage ON stage.place = turn % stage.number
        WHERE turn < 60;
"""
# Ten for each hunter and six for the farmer who looks, whatever the number of farmers; the triggers that forbid just
# this are what makes the rest true, and the sums they keep are worked out anew.
HANDOFFS = """
    ALTER TABLE handoff_handoff DISABLE TRIGGER USER;
    UPDATE handoff_handoff SET state = CASE WHEN id %% 2 = 0 THEN 'offered' ELSE 'introduced' END, accepted_at = NULL,
           due_at = now() + interval '1 hour' * (id %% 90 - 10)
    WHERE id IN (
        SELECT id FROM (
            SELECT id, farmer_id, row_number() OVER (PARTITION BY farmer_id ORDER BY opened_at DESC) AS of_farmer,
                   row_number() OVER (PARTITION BY hunter_id ORDER BY opened_at DESC) AS of_hunter FROM handoff_handoff
        ) ranked WHERE of_hunter <= 10 OR of_farmer <= 6 AND farmer_id = %(farmer)s);
    ALTER TABLE handoff_handoff ENABLE TRIGGER USER;
    SELECT handoff_payablemonth_rebuild();
"""
CALLBACKS = """
    UPDATE callcenter_lead SET state = 'callback', callback_owner_id = %(caller)s, due_at = now() + interval '1 hour' * numbered.n
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM callcenter_lead WHERE state = 'waiting' LIMIT 60) numbered
    WHERE callcenter_lead.id = numbered.id
"""
FARMING = """
    INSERT INTO farmers_promise (account_id, made_by_id, text, due_on, state, made_at)
        SELECT id, farmer_id, 'Send the new price list', current_date + (id %% 20)::int - 4, 'open', now() - interval '5 days'
        FROM farmers_account WHERE id %% 4 = 0;
    INSERT INTO farmers_request (account_id, kind, text, registered_by_id, received_at, answer_due_at, answer)
        SELECT id, 'request', 'Where is the delivery?', farmer_id, now() - interval '1 day', now() + interval '1 hour' * (id %% 30 - 9), ''
        FROM farmers_account WHERE id %% 10 = 0;
"""
NOTICES = """
    INSERT INTO people_notice (person_id, key, kind, data, url, created_at)
    SELECT id, 'bench:' || n, 'neglected', '{"company": "Bench", "last": "2026-01-15"}', '/', now() - interval '1 hour' * n
    FROM people_user, generate_series(1, 120) n WHERE username = %(farmer)s
"""
TIDY = [
    "callcenter_lead",
    "clients_company",
    "hunters_meeting",
    "hunters_deal",
    "handoff_handoff",
    "farmers_account",
]


@dataclass
class Page:
    """A page as one person asks for it; `text` stands in it, `budget` is the greatest compressed size (KB) where there is one.

    `part`: asked for by htmx, as the page around it does.
    """

    what: str
    login: str
    path: str
    text: str
    budget: int | None = None
    part: bool = False
    session: str = ""
    queries: int = 0


def prepared(url: str, sizes: dict[str, int], program: str) -> list[Page]:
    """Fill the empty database at `url` in a process of its own, the module `program`, and return what to ask for."""
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks._pages_settings"}
    argv = [sys.executable, "-m", program, json.dumps(sizes)]
    done = subprocess.run(argv, env=env, stdout=subprocess.PIPE, check=True)
    # Above the last line stands the log of the requests.
    return [Page(**each) for each in json.loads(done.stdout.splitlines()[-1])]


def fill(sizes: dict[str, int]) -> None:
    """Migrate, load the volume and lay work into hands."""
    from django.core.management import call_command
    from django.utils import timezone

    from salesorg.dashboards.actions import fold_sums

    call_command("migrate", verbosity=0)
    call_command("bulk_load", **sizes, stdout=sys.stderr)
    work_in_hand()
    forbidden_numbers(2000)
    closed_statements()
    fold_sums(at=timezone.now())
    tidy()


def work_in_hand() -> None:
    """Deals, meetings, handoffs, callbacks, promises, notices and a claim: as many for one person whatever the volume."""
    from django.db import connection, transaction
    from django.utils import timezone

    from callcenter.actions import take_next_lead
    from farmers.actions import sweep_neglect
    from salesorg.people.queries import database_now

    sweep_neglect(at=timezone.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PROSPECTS)
        cursor.execute(CALLBACKS, {"caller": person(IDLE).pk})
        cursor.execute(FARMING, {})
        cursor.execute(NOTICES, {"farmer": FARMER})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(HANDOFFS, {"farmer": person(FARMER).pk})
    take_next_lead(actor=person(BUSY), at=database_now())


def person(username: str) -> Any:
    """Return one of the people whom `bulk_load` hired."""
    from salesorg.people.models import User

    return User.objects.get(username=username)


def forbidden_numbers(count: int) -> None:
    """Fill the do-not-call list with numbers nobody has."""
    from django.utils import timezone

    from salesorg.clients.models import DoNotCall
    from salesorg.lib.phones import keyed_hash

    numbers = [f"+1212{2_000_000 + n}" for n in range(count)]
    now = timezone.now()
    DoNotCall.objects.bulk_create(
        DoNotCall(phone=each, phone_hash=keyed_hash(each), reason="asked", added_by=None, added_at=now)
        for each in numbers
    )


def closed_statements() -> None:
    """Close the month of a few hunters, so that finance has both kinds."""
    from django.utils import timezone

    from handoff.actions import close_statement
    from handoff.refusals import NothingToClose
    from salesorg.people.models import Role, User

    now = timezone.now()
    for hunter in User.objects.filter(role=Role.HUNTER).order_by("username")[1:6]:
        try:
            close_statement(actor=person(FINANCE), person=hunter, month=now.date(), at=now)
        except NothingToClose:
            continue


def tidy() -> None:
    """Leave no dead rows and no old statistics behind."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TIDY:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("ANALYZE")


def pages() -> list[Page]:
    """Every desk as its people see it first, and what they open from it."""
    return [*of_call_centre(), *of_hunters(), *of_handoff(), *of_farmers(), *of_roof()]


def of_call_centre() -> list[Page]:
    """Pages of the first stage."""
    from callcenter.models import CallList, Lead
    from salesorg.clients.models import Company

    a_list = CallList.objects.order_by("pk")[0]
    a_lead = Lead.objects.filter(state="waiting", last_call_at__isnull=False).order_by("pk")[0]
    promised = Lead.objects.filter(state="callback").order_by("due_at")[0]
    named = Company.objects.filter(lead__state="waiting").order_by("pk")[500].name
    return [
        Page("calls: desk", IDLE, "/calls/", "<h1"),
        Page("calls: desk, claim in hand", BUSY, "/calls/", "/calls/claims/"),
        Page("calls: callbacks", IDLE, "/calls/callbacks/", promised.company.name, 25),
        Page("calls: mine", BUSY, "/calls/mine/", "No answer", 25),
        Page("call centre: desk", CENTRE, "/calls/admin/", "Bench list"),
        Page("call centre: wallboard", CENTRE, "/calls/board/", "Bench caller"),
        Page("call centre: lists", CENTRE, "/calls/lists/", "Bench list", 25),
        Page("call centre: a list", CENTRE, f"/calls/lists/{a_list.pk}/", a_list.name),
        Page("call centre: leads", CENTRE, "/calls/leads/", "/calls/leads/", 25),
        Page("call centre: leads by name", CENTRE, f"/calls/leads/?search={quote(named)}", named, 25),
        Page("call centre: leads by a word", CENTRE, f"/calls/leads/?search={named.split()[0]}", named.split()[0], 25),
        Page("call centre: a lead", CENTRE, f"/calls/leads/{a_lead.pk}/", a_lead.company.name),
        Page("call centre: do not call", CENTRE, "/calls/do-not-call/", "+1", 25),
        Page("call centre: scripts", CENTRE, "/calls/scripts/", "<h1", 25),
    ]  # fmt: skip


def of_hunters() -> list[Page]:
    """Pages of the second stage."""
    from hunters.models import Deal, Meeting

    deal = Deal.objects.filter(hunter=person(HUNTER), state="open").order_by("pk")[0]
    meeting = Meeting.objects.filter(hunter=person(HUNTER), state="scheduled").order_by("pk")[0]
    return [
        Page("hunting: desk", HUNTER, "/hunting/", meeting.company.name),
        Page("hunting: desk of the head", HUNT_HEAD, "/hunting/", "Bench hunter"),
        Page("hunting: week", HUNTER, "/hunting/week/", "<table"),
        Page("hunting: all meetings", HUNTER, "/hunting/meetings/", "/hunting/meetings/", 25),
        Page("hunting: a meeting", HUNTER, f"/hunting/meetings/{meeting.pk}/", meeting.company.name),
        Page("hunting: pipeline", HUNTER, "/hunting/pipeline/", deal.company.name),
        Page("hunting: pipeline as a list", HUNTER, "/hunting/pipeline/?view=list", "First delivery", 25),
        Page("hunting: pipeline of the head", HUNT_HEAD, "/hunting/pipeline/", "/hunting/deals/"),
        Page("hunting: a deal", HUNTER, f"/hunting/deals/{deal.pk}/", deal.company.name),
    ]


def of_handoff() -> list[Page]:
    """Pages between the stages."""
    from handoff.models import Handoff, Statement

    case = Handoff.objects.filter(farmer=person(FARMER), state="introduced").order_by("pk")[0]
    statement = Statement.objects.order_by("pk")[0]
    return [
        Page("handoffs: hunter", HUNTER, "/handoffs/", "/handoffs/", 25),
        Page("handoffs: farmer", FARMER, "/handoffs/", case.company.name, 25),
        Page("handoffs: head", FARM_HEAD, "/handoffs/", "/handoffs/", 25),
        Page("handoffs: one", FARMER, f"/handoffs/{case.pk}/", case.company.name),
        Page("commissions: hunter", HUNTER, "/commissions/", "First-sale bonus", 25),
        Page("commissions: finance", FINANCE, "/commissions/", "First-sale bonus", 25),
        Page("commissions: by client", FINANCE, "/commissions/clients/", "Bench hunter", 25),
        Page("commissions: statements", FINANCE, "/commissions/statements/", statement.number, 25),
        Page("commissions: a statement", FINANCE, f"/commissions/statements/{statement.key}/", statement.number),
    ]  # fmt: skip


def of_farmers() -> list[Page]:
    """Pages of the third stage."""
    from farmers.models import Account

    account = Account.objects.filter(farmer=person(FARMER)).order_by("pk")[0]
    return [
        Page("portfolio: farmer", FARMER, "/portfolio/", "/portfolio/", 25),
        Page("portfolio: head", FARM_HEAD, "/portfolio/", "/portfolio/", 25),
        Page("portfolio: an account", FARMER, f"/portfolio/{account.pk}/", account.company.name),
        Page("portfolio: farmers", FARM_HEAD, "/portfolio/farmers/", "Bench farmer", 25),
    ]


def of_roof() -> list[Page]:
    """Pages about the whole department."""
    from salesorg.clients.models import Company

    client = Company.objects.filter(status="client").order_by("pk")[700]
    mine = Company.objects.filter(account__farmer=person(FARMER)).order_by("pk")[0]
    number = client.name.split()[-1]
    return [
        Page("payments", FINANCE, "/payments/", "/payments/", 25),
        Page("board: 120 days", HEAD, "/board/?period=days", "<h1"),
        Page("board: this month", HEAD, "/board/", "<h1"),
        Page("board: now", HEAD, "/board/now/", "Bench farmer", part=True),
        Page("companies", HEAD, "/companies/", "/companies/", 25),
        Page("companies: a rare part", HEAD, f"/companies/?search={number}", client.name, 25),
        Page("companies: a frequent part", HEAD, f"/companies/?search={client.name.split()[0]}", client.name.split()[0], 25),
        Page("companies: search, farmer", FARMER, f"/companies/?search={mine.name.split()[0]}", mine.name.split()[0], 25),
        Page("companies: a card", HEAD, f"/companies/{client.pk}/", client.name),
        Page("people", ROOT, "/people/", "Bench", 25),
        Page("people: absences", ROOT, "/people/absences/", "<h1", 25),
        Page("people: record", ROOT, "/people/record/", "<h1", 25),
        Page("notices", FARMER, "/people/notices/", "Bench", 25),
    ]  # fmt: skip


def count_queries(asked: list[Page]) -> None:
    """Fill in the session of each page and how many statements it takes the second time it is asked for."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks._queue_data import session_of

    sessions = {login: session_of(person(login)) for login in {page.login for page in asked}}
    for page in asked:
        page.session = sessions[page.login]
        client = Client(SERVER_NAME="localhost", headers={"HX-Request": "true"} if page.part else None)
        client.cookies["salesorg_session"] = page.session
        client.get(page.path)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.path)
        page.queries = len(captured)
        if os.environ.get("SHOW_QUERIES") == page.what:
            print(*(each["sql"][:600] for each in captured.captured_queries), sep="\n\n", file=sys.stderr)


def main(pages: Callable[[], list[Page]] = pages) -> None:
    """Fill, count and print."""
    import django

    django.setup()
    if sizes := json.loads(sys.argv[1]):
        fill(sizes)
    asked = pages()
    count_queries(asked)
    print(json.dumps([asdict(page) for page in asked]))


if __name__ == "__main__":
    main()
