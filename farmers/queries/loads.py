"""Who has how much to do, who gets the next client, and whether the department must grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from farmers.farmer_choice import WORDS, Candidate, choose_farmer, is_full, is_idle, is_overloaded
from farmers.hiring import HiringNumbers, HiringSignal, hiring_need
from farmers.models import Account, AccountLoad, ServiceLevel
from farmers.neglect import local_day
from farmers.queries.accounts import default_level
from salesorg.clients.models import Company
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import organisation, people_in, people_present

NOTHING = Decimal("0.0")


@dataclass(frozen=True)
class FarmerLoad:
    """One farmer in figures; `load` and `capacity` in load points, `accounts` and `neglected` in accounts."""

    farmer: User
    accounts: int
    load: Decimal
    capacity: Decimal
    neglected: int
    full: bool
    overloaded: bool
    idle: bool
    present: bool
    last_opened_at: datetime | None

    @property
    def percent(self) -> int:
        """Load as a whole percentage of the capacity."""
        return int(self.load * 100 / self.capacity)

    @property
    def hindrance(self) -> str:
        """Why the rule gives this farmer no client at all: absent, full, overloaded; or ''."""
        if not self.present:
            return "absent"
        if self.full:
            return "full"
        return "overloaded" if self.overloaded else ""

    @property
    def word(self) -> str:
        """The hindrance in a word, the same on every page."""
        return str(WORDS.get(self.hindrance, ""))


@dataclass(frozen=True)
class FarmerChoice:
    """Who gets a client (None: nobody can take it) and why: the figures of every farmer as they were, JSON-ready."""

    farmer: User | None
    why: dict[str, Any]
    loads: Sequence[FarmerLoad] = ()


def department_head(*, at: datetime) -> User | None:
    """Return the head of the client department who keeps the queue: a present one if there is, or None without a head."""
    today = at.astimezone(organisation().zone)
    present = people_present(Role.FARMERS_HEAD, at=today).order_by("id").first()
    return present or people_in(Role.FARMERS_HEAD).order_by("id").first()


def farmer_loads(*, at: datetime, settings: Organisation | None = None) -> list[FarmerLoad]:
    """Return every farmer's figures by name, from sums that the database keeps: the same cost for any number of accounts."""
    settings = settings or organisation()
    held = _held_by_farmer()
    present = people_present(Role.FARMER, at=at.astimezone(settings.zone)).filter(pk=OuterRef("pk"))
    newest = (
        Account.objects.open().filter(farmer=OuterRef("pk")).order_by("-opened_at").values("opened_at")[:1]
    )
    return [
        _load(farmer, held.get(farmer.pk, {}), settings)
        for farmer in people_in(Role.FARMER).annotate(
            is_present=Exists(present), last_opened_at=Subquery(newest)
        )
    ]


def farmer_for(*, company: Company, at: datetime) -> FarmerChoice:
    """Choose the farmer for a new client (product.md 6, «Load»); nobody is chosen when nobody can take it.

    Inside a transaction choices wait for each other until commit (advisory lock `farmer_choice`): two first sales at
    once would otherwise both see the last free place. The caller opens the account in the same transaction.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('farmer_choice', 0))")
    settings = organisation()
    loads = farmer_loads(at=at, settings=settings)
    chosen, why = choose_farmer(
        [candidate_of(load) for load in loads],
        segment=company.segment,
        weight=default_level().weight,
        share=settings.overload_share,
        places=(company.region, company.country),
        language=company.language or settings.language,
    )
    return FarmerChoice(next((load.farmer for load in loads if load.farmer.pk == chosen), None), why, loads)


def hiring_signal(
    *, at: datetime, loads: list[FarmerLoad] | None = None, settings: Organisation | None = None
) -> HiringSignal:
    """Return whether the client department must grow, by how many and by when (product.md 6, «Hiring»)."""
    settings = settings or organisation()
    loads = farmer_loads(at=at, settings=settings) if loads is None else loads
    present = [load for load in loads if load.present]
    return hiring_need(
        free=sum((load.capacity - load.load for load in present), NOTHING),
        pace_per_week=pace_per_week(at=at, weeks=settings.hiring_pace_weeks, settings=settings),
        nobody_free=all(load.overloaded for load in present),
        today=local_day(at, settings.zone),
        numbers=hiring_numbers(settings),
    )


def hiring_numbers(settings: Organisation) -> HiringNumbers:
    """Return the settings that the hiring rule needs."""
    return HiringNumbers(
        ramp_weeks=settings.hiring_ramp_weeks,
        horizon_weeks=settings.hiring_horizon_weeks,
        capacity=settings.farmer_capacity,
    )


def pace_per_week(*, at: datetime, weeks: int, settings: Organisation) -> Decimal:
    """Return the load points opened less those lost or closed, per week over the last `weeks`."""
    begin = at - timedelta(weeks=weeks)
    first_day = local_day(begin, settings.zone)
    opened = _counted(Q(opened_at__gt=begin, opened_at__lte=at))
    lost = _counted(Q(lost_since__gt=first_day, opened_at__lte=at))
    # Who was lost in these weeks and then closed is gone once.
    not_lost_lately = Q(lost_since__isnull=True) | Q(lost_since__lte=first_day)
    closed = _counted(Q(closed_at__gt=begin, opened_at__lte=at) & not_lost_lately)
    levels = ServiceLevel.objects.annotate(net=opened - lost - closed).values_list("weight", "net")
    return (sum((weight * net for weight, net in levels), NOTHING) / weeks).quantize(Decimal("0.001"))


def _counted(which: Q) -> Coalesce:
    """Accounts of a level that fit `which`; served by the indexes of newest, lost and closed accounts."""
    fitting = Account.objects.order_by().filter(which, service_level=OuterRef("pk")).values("service_level")
    return Coalesce(Subquery(fitting.annotate(n=Count("pk")).values("n")), 0)


def _held_by_farmer() -> dict[int, dict[str, Any]]:
    """Open accounts by farmer, of all levels together."""
    weights = dict(ServiceLevel.objects.values_list("pk", "weight"))
    rows = (
        AccountLoad.objects.values("farmer_id", "service_level_id")
        .annotate(n=Sum("accounts"), ill=Sum("neglected"))
    )  # fmt: skip
    held: dict[int, dict[str, Any]] = {}
    for row in rows:
        one = held.setdefault(row["farmer_id"], {"accounts": 0, "neglected": 0, "load": NOTHING})
        one["accounts"] += row["n"]
        one["neglected"] += row["ill"]
        one["load"] += weights[row["service_level_id"]] * row["n"]
    return held


def _load(farmer: Any, held: dict[str, Any], settings: Organisation) -> FarmerLoad:
    load, capacity = held.get("load", NOTHING), farmer.capacity or settings.farmer_capacity
    neglected, share = held.get("neglected", 0), settings.overload_share
    return FarmerLoad(
        farmer=farmer,
        accounts=held.get("accounts", 0),
        load=load,
        capacity=capacity,
        neglected=neglected,
        full=is_full(load, capacity),
        overloaded=is_overloaded(load, capacity, neglected, share),
        idle=is_idle(load, capacity, neglected, share),
        present=farmer.is_present,
        last_opened_at=farmer.last_opened_at,
    )


def candidate_of(load: FarmerLoad) -> Candidate:
    """Return a farmer as the rule of the choice sees one."""
    return Candidate(
        id=load.farmer.pk,
        name=load.farmer.name,
        load=load.load,
        capacity=load.capacity,
        neglected=load.neglected,
        present=load.present,
        segments=tuple(load.farmer.segments),
        regions=tuple(load.farmer.regions),
        languages=tuple(load.farmer.languages),
        last_opened_at=load.last_opened_at,
    )
