"""What volume data stands on: people of all roles, call lists with lanes, the settings that rows refer to."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from callcenter.actions import create_call_list
from callcenter.list_queries import call_lists
from callcenter.queries import dispositions
from farmers.neglect import Limits
from farmers.queries import service_levels
from handoff.queries import plan_in_force
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation
from salesorg.sales.models import Product

PASSWORD = "salesorg-demo"  # noqa: S105 - the demo password, for people of a benchmark
LISTS = 10
# Overlay area codes, in which few companies of a real list have their number: zone, state, city, codes.
PLACES = [
    ("America/New_York", "NY", "New York", "929"), ("America/Chicago", "IL", "Chicago", "872"),
    ("America/Denver", "CO", "Denver", "720"), ("America/Los_Angeles", "CA", "San Francisco", "628"),
    ("America/New_York", "NY", "Brooklyn", "332"), ("America/Chicago", "TX", "Austin", "737"),
    ("America/Denver", "CO", "Boulder", "983"), ("America/Los_Angeles", "CA", "Burbank", "747"),
]  # fmt: skip
ALONE = {
    "bench_admin": Role.CALL_CENTER_ADMIN, "bench_hunters_head": Role.HUNTERS_HEAD, "bench_farmers_head": Role.FARMERS_HEAD,
    "bench_finance": Role.FINANCE, "bench_sales_head": Role.SALES_HEAD, "bench_root": Role.ADMIN,
}  # fmt: skip

# Of a scorecard: what is asked, its weight, and whether failing it fails the whole review.
CRITERIA = [
    ("Said who is calling and why", 2, False),
    ("Asked about the need", 3, False),
    ("Answered objections by the script", 3, False),
    ("Was polite to the end", 2, True),
]


@dataclass(frozen=True)
class Ground:
    """Ids to refer to; `lanes` by (list, zone), `levels` as (id, limits)."""

    now: datetime
    callers: list[int]
    hunters: list[int]
    farmers: list[int]
    lists: list[int]
    scripts: dict[int, int | None]
    lanes: dict[tuple[int, str], int]
    dispositions: dict[str, int]
    levels: list[tuple[int, Limits]]
    plan: int
    bonus_rate: Decimal
    product: int
    currency: str
    vat_rate: Decimal
    time_zone: str
    # Ways through the script as JSON, and by whom and what calls are reviewed.
    paths: list[str]
    scorecard: int
    reviewer: int


def lay_ground(*, clients: int, now: datetime) -> Ground:
    """Make what is missing (people, lists, a product) and return the ids of all that rows refer to."""
    settings = organisation()
    plan = plan_in_force(now)
    if plan is None:
        raise ValueError("There is no commission plan in force.")
    lists, scripts = _lists(now)
    product, _new = Product.objects.get_or_create(
        sku="BENCH", defaults={"name": "Benchmark product", "price": Decimal("1000.00")}
    )
    _hire(ALONE, now)
    return Ground(
        now=now,
        callers=_people(Role.CALL_MANAGER, "bench_caller", 50, now),
        hunters=_people(Role.HUNTER, "bench_hunter", min(500, max(10, clients // 2000)), now),
        farmers=_people(Role.FARMER, "bench_farmer", min(500, max(20, clients // 200)), now),
        lists=lists, scripts=scripts, lanes=_lanes(lists),
        dispositions={one.code: one.pk for one in dispositions()},
        levels=[(level.pk, level.limits) for level in service_levels().order_by("code")],
        plan=plan.pk, bonus_rate=plan.bonus_rate, product=product.pk, currency=settings.currency,
        vat_rate=settings.vat_rate, time_zone=settings.time_zone, paths=_paths(scripts),
        scorecard=_scorecard(now), reviewer=User.objects.get(username="bench_admin").pk,
    )  # fmt: skip


def _people(role: Role, name: str, count: int, now: datetime) -> list[int]:
    names = {f"{name}_{n:03d}": role for n in range(1, count + 1)}
    _hire(names, now)
    return list(User.objects.filter(username__in=names).order_by("username").values_list("pk", flat=True))


def _hire(roles: dict[str, Role], now: datetime) -> None:
    """One hash for all of them: hashing five hundred passwords takes longer than loading a hundred thousand rows."""
    known = set(User.objects.filter(username__in=roles).values_list("username", flat=True))
    missing = {name: role for name, role in roles.items() if name not in known}
    hashed = make_password(PASSWORD) if missing else ""
    User.objects.bulk_create(
        User(username=name, name=name.replace("_", " ").capitalize(), role=role, password=hashed, hired_at=now,
             time_zone="America/New_York")
        for name, role in missing.items()
    )  # fmt: skip


def _lists(now: datetime) -> tuple[list[int], dict[int, int | None]]:
    """Lists that may be called at any hour of any day, so that a benchmark does not depend on the clock."""
    names = [f"Bench list {n:02d}" for n in range(1, LISTS + 1)]
    known = {one.name: one for one in call_lists().filter(name__in=names)}
    for place, name in enumerate(names):
        if name not in known:
            known[name] = create_call_list(
                actor=None, name=name, at=now, priority=place % 3, region="US", calling_from=time(0),
                calling_to=time(23, 59, 59), calling_days=[1, 2, 3, 4, 5, 6, 7],
            )  # fmt: skip
    published = {one.script_id: None for one in known.values() if one.script_id}
    with connection.cursor() as cursor:
        cursor.execute("SELECT script_id, id FROM callcenter_scriptversion WHERE is_published")
        versions = dict(cursor.fetchall()) if published else {}
    lists = [known[name] for name in names]
    return [one.pk for one in lists], {one.pk: versions.get(one.script_id) for one in lists}


def _lanes(lists: list[int]) -> dict[tuple[int, str], int]:
    zones = sorted({zone for zone, *_place in PLACES})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO callcenter_lane (call_list_id, time_zone) SELECT list, zone FROM unnest(%s::bigint[]) list, "
            "unnest(%s::text[]) zone ON CONFLICT DO NOTHING",
            [lists, zones],
        )
        cursor.execute(
            "SELECT call_list_id, time_zone, id FROM callcenter_lane WHERE call_list_id = ANY (%s)", [lists]
        )
        return {(call_list, zone): lane for call_list, zone, lane in cursor.fetchall()}


def _paths(scripts: dict[int, int | None]) -> list[str]:
    """Some ways through the script that the lists share, as answers of a call: the n-th answer of each step, and so on in turn."""
    version = next((one for one in scripts.values() if one), None)
    if version is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT steps FROM callcenter_scriptversion WHERE id = %s", [version])
        found = cursor.fetchone()[0]
    tree = json.loads(found) if isinstance(found, str) else found
    return list(dict.fromkeys(json.dumps(_path(tree, turn)) for turn in range(40)))


def _path(tree: dict[str, Any], turn: int) -> list[dict[str, Any]]:
    path: list[dict[str, Any]] = []
    step: str | None = tree["start"]
    while step in tree["steps"] and len(path) < 8 and (answers := tree["steps"][step].get("answers")):
        chosen = (turn >> len(path)) % len(answers)
        path.append({"step": step, "answer": chosen})
        step = answers[chosen].get("next")
    return path


def _scorecard(now: datetime) -> int:
    """The scorecard of the volume's reviews; in use if the department has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO callcenter_scorecard (name, is_active, created_at) "
            "SELECT 'Bench scorecard', NOT EXISTS (SELECT FROM callcenter_scorecard WHERE is_active), %s "
            "ON CONFLICT (name) DO NOTHING RETURNING id",
            [now],
        )
        if new := cursor.fetchone():
            rows = [(new[0], place, *criterion) for place, criterion in enumerate(CRITERIA)]
            cursor.executemany(
                "INSERT INTO callcenter_criterion (scorecard_id, position, text, weight, instant_fail) VALUES (%s, %s, %s, %s, %s)",
                rows,
            )
        cursor.execute("SELECT id FROM callcenter_scorecard WHERE name = 'Bench scorecard'")
        return int(cursor.fetchone()[0])
