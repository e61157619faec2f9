"""Clients with all they came by: lead, call, meeting, deal, first sale, handoff, agreement, account, payment, ledger line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from callcenter.verbs import CALL_LOGGED
from farmers.neglect import neglect_dates, next_touch_day
from farmers.verbs import ACCOUNT_OPENED
from handoff.verbs import HANDOFF_ACCEPTED, HANDOFF_OPENED
from hunters.queries import stages
from hunters.verbs import FIRST_SALE_MADE, MEETING_BOOKED, MEETING_HELD
from salesorg.dashboards.volume.calls import (
    caller,
    copy_claims,
    list_of,
    midnight_of,
    mixed,
    parts,
    version_of,
)
from salesorg.dashboards.volume.companies import copy_companies, zone_of
from salesorg.dashboards.volume.copying import DAY, NULL, copy_rows, reserve, stamp
from salesorg.dashboards.volume.ground import Ground
from salesorg.lib.money import to_cents

LABELS = (
    "clients.Company", "callcenter.Lead", "hunters.Meeting", "hunters.Deal", "sales.Sale", "handoff.Handoff",
    "handoff.Agreement", "farmers.Account", "sales.Payment",
)  # fmt: skip
MEETINGS_A_DAY = 9


@dataclass(frozen=True)
class Clients:
    """`count` clients; `calls` of them have the call that booked their meeting; `touches` are dealt out in turn."""

    ground: Ground
    count: int
    calls: int
    touches: int
    midnight: int
    before: int
    stage: int
    first: dict[str, int]

    def pk(self, label: str, i: int) -> int:
        return self.first[label] + i

    def hunter(self, i: int) -> int:
        return self.ground.hunters[i % len(self.ground.hunters)]

    def farmer(self, i: int) -> int:
        return self.ground.farmers[mixed(i) % len(self.ground.farmers)]

    def amount(self, i: int) -> Decimal:
        return Decimal(1000 * (1 + mixed(i) % 50))

    def meets(self, i: int) -> int:
        """Return when the meeting began: a hunter's meetings follow each other hour by hour, back from three weeks ago."""
        turn = i // len(self.ground.hunters)
        return self.before - (1 + turn // MEETINGS_A_DAY) * DAY + (13 + turn % MEETINGS_A_DAY) * 3600

    def booked(self, i: int) -> int:
        return self.meets(i) - 3 * DAY + mixed(i) % 3600

    def sold(self, i: int) -> int:
        return self.meets(i) + 7 * DAY

    def touched(self, i: int) -> int | None:
        """Return the last touch: most lately, one of twenty so long ago that the sweep will find the client neglected."""
        if i >= self.touches:
            return None
        neglect = self.ground.levels[self.level(i)][1].neglect_days
        ago = neglect + 5 if mixed(i + 1) % 20 == 0 else mixed(i + 2) % neglect
        return max(self.sold(i) + 3600, self.midnight - ago * DAY - mixed(i) % DAY)

    def level(self, i: int) -> int:
        """Return the place of the service level: of ten clients two A, six B, two C."""
        return min((0, 0, 1, 1, 1, 1, 1, 1, 2, 2)[i % 10], len(self.ground.levels) - 1)

    def touches_of(self, i: int) -> int:
        return (self.touches - i - 1) // self.count + 1 if i < self.touches else 0


def plan_clients(ground: Ground, *, count: int, calls: int, touches: int, midnight: int) -> Clients:
    """Reserve the ids of `count` clients; their meetings come before those that the hunters have already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(starts_at) FROM hunters_meeting WHERE hunter_id = ANY (%s)", [ground.hunters]
        )
        earliest = cursor.fetchone()[0]
    before = midnight_of(earliest) if earliest else midnight - 20 * DAY
    first = {label: reserve(label, count) for label in LABELS}
    stage = stages()[-1].pk
    return Clients(ground, count, calls, touches, midnight, min(before, midnight - 20 * DAY), stage, first)


def load_clients(made: Clients) -> Iterator[str]:
    """Load the clients in pieces, each one transaction: the database checks at its end that none lacks a handoff."""
    for part in parts(made.count, 50_000):
        with transaction.atomic():
            for write in (
                _companies, _meetings, _leads, _calls, _sales, _deals, _handoffs, _accounts, _owners, _money, _timeline,
            ):  # fmt: skip
                write(made, part)
        yield f"clients {part.stop:,}"


def _companies(made: Clients, part: range) -> None:
    first = made.first["clients.Company"]
    ids = range(first + part.start, first + part.stop)
    copy_companies(ids, status="client", created=stamp(made.midnight - 1000 * DAY))


def _meetings(made: Clients, part: range) -> None:
    copy_rows(
        "hunters.Meeting",
        ["id", "company_id", "hunter_id", "booked_by_id", "booked_at", "starts_at", "ends_at", "outcome_at"],
        (
            (made.pk("hunters.Meeting", i), made.pk("clients.Company", i), made.hunter(i), caller(made.ground, i),
             stamp(made.booked(i)), stamp(made.meets(i)), stamp(made.meets(i) + 3600), stamp(made.meets(i) + 5400))
            for i in part
        ),
        state="held", on_target=True,
    )  # fmt: skip


def _leads(made: Clients, part: range) -> None:
    ground = made.ground
    copy_rows(
        "callcenter.Lead",
        ["id", "company_id", "call_list_id", "lane_id", "due_at", "last_call_at", "meeting_id"],
        (
            (made.pk("callcenter.Lead", i), made.pk("clients.Company", i), list_of(ground, i),
             ground.lanes[list_of(ground, i), zone_of(made.pk("clients.Company", i))], stamp(made.booked(i)),
             stamp(made.booked(i)) if i < made.calls else NULL, made.pk("hunters.Meeting", i))
            for i in part
        ),
        state="booked",
    )  # fmt: skip


def _calls(made: Clients, part: range) -> None:
    """The call that booked the meeting, for as many clients as calls were asked for."""
    part, ground = range(part.start, min(part.stop, max(part.start, made.calls))), made.ground
    if not part:
        return
    claim, call = reserve("callcenter.Claim", len(part)), reserve("callcenter.Call", len(part))
    rows = [(claim + n, made.pk("callcenter.Lead", i), made.booked(i), i) for n, i in enumerate(part)]
    copy_claims(ground, rows, made.count)
    copy_rows(
        "callcenter.Call",
        ["id", "lead_id", "claim_id", "manager_id", "call_list_id", "script_version_id", "at", "seconds", "meeting_id"],
        (
            (call + n, lead, pk, caller(ground, i), list_of(ground, i), version_of(ground, i), stamp(at),
             120 + mixed(i) % 600, made.pk("hunters.Meeting", i))
            for n, (pk, lead, at, i) in enumerate(rows)
        ),
        disposition_id=ground.dispositions["meeting_booked"], reached=True,
    )  # fmt: skip
    copy_rows(
        "clients.Activity", ["company_id", "actor_id", "at", "data"],
        (
            (made.pk("clients.Company", i), caller(ground, i), stamp(at),
             f'{{"call": {call + n}, "disposition": "meeting_booked"}}')
            for n, (_pk, _lead, at, i) in enumerate(rows)
        ),
        verb=CALL_LOGGED,
    )  # fmt: skip


def _sales(made: Clients, part: range) -> None:
    copy_rows(
        "sales.Sale", ["id", "number", "company_id", "seller_id", "amount", "sold_at"],
        (
            (made.pk("sales.Sale", i), f"B-{made.pk('sales.Sale', i):09d}", made.pk("clients.Company", i), made.hunter(i),
             made.amount(i), stamp(made.sold(i)))
            for i in part
        ),
        kind="first", currency=made.ground.currency,
    )  # fmt: skip
    copy_rows(
        "sales.SaleLine", ["sale_id", "quantity", "amount"],
        ((made.pk("sales.Sale", i), made.amount(i) / 1000, made.amount(i)) for i in part),
        product_id=made.ground.product, price=Decimal("1000.00"),
    )  # fmt: skip


def _deals(made: Clients, part: range) -> None:
    copy_rows(
        "hunters.Deal",
        ["id", "company_id", "hunter_id", "meeting_id", "amount", "next_step_on", "opened_at", "last_contact_at", "closed_at",
         "sale_id"],
        (
            (made.pk("hunters.Deal", i), made.pk("clients.Company", i), made.hunter(i), made.pk("hunters.Meeting", i),
             made.amount(i), stamp(made.sold(i))[:10], stamp(made.meets(i) + 5400), stamp(made.sold(i)), stamp(made.sold(i)),
             made.pk("sales.Sale", i))
            for i in part
        ),
        state="won", stage_id=made.stage, next_step="Sign",
    )  # fmt: skip


def _handoffs(made: Clients, part: range) -> None:
    copy_rows(
        "handoff.Handoff",
        ["id", "company_id", "sale_id", "hunter_id", "farmer_id", "opened_at", "due_at", "introduced_at", "accepted_at"],
        (
            (made.pk("handoff.Handoff", i), made.pk("clients.Company", i), made.pk("sales.Sale", i), made.hunter(i),
             made.farmer(i), stamp(made.sold(i)), stamp(made.sold(i) + 4 * DAY), stamp(made.sold(i) + DAY),
             stamp(made.sold(i) + DAY + 3600))
            for i in part
        ),
        state="accepted", introduced_how="meeting", introduction_arranged=True, contacts_given=True,
    )  # fmt: skip
    copy_rows(
        "handoff.Agreement", ["id", "company_id", "sale_id", "hunter_id", "opened_at"],
        (
            (made.pk("handoff.Agreement", i), made.pk("clients.Company", i), made.pk("sales.Sale", i), made.hunter(i),
             stamp(made.sold(i)))
            for i in part
        ),
        plan_id=made.ground.plan,
    )  # fmt: skip


def _accounts(made: Clients, part: range) -> None:
    copy_rows(
        "farmers.Account",
        ["id", "company_id", "farmer_id", "service_level_id", "opened_at", "last_touch_at", "next_touch_on", "neglected_from",
         "lost_from"],
        (_account(made, i) for i in part),
    )  # fmt: skip


def _account(made: Clients, i: int) -> tuple[object, ...]:
    touched, opened = made.touched(i), made.sold(i)
    level, limits = made.ground.levels[made.level(i)]
    dates = neglect_dates(counts_from=_day(touched or opened), limits=limits)
    return (
        made.pk("farmers.Account", i), made.pk("clients.Company", i), made.farmer(i), level, stamp(opened),
        stamp(touched) if touched else NULL, next_touch_day(counts_from=dates.counts_from, limits=limits),
        dates.neglected_from, dates.lost_from,
    )  # fmt: skip


def _day(seconds: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def _owners(made: Clients, part: range) -> None:
    copy_rows(
        "clients.Ownership", ["company_id", "owner_id", "started_at", "ended_at"],
        ((made.pk("clients.Company", i), made.hunter(i), stamp(made.booked(i)), stamp(made.sold(i))) for i in part),
        stage="hunting", reason=MEETING_BOOKED,
    )  # fmt: skip
    copy_rows(
        "clients.Ownership", ["company_id", "owner_id", "started_at"],
        ((made.pk("clients.Company", i), made.farmer(i), stamp(made.sold(i))) for i in part),
        stage="farming", reason=ACCOUNT_OPENED,
    )  # fmt: skip


def _money(made: Clients, part: range) -> None:
    """The first sale is paid in full, and its bonus stands in the ledger."""
    paid = [(made.pk("sales.Payment", i), i, stamp(made.sold(i) + 10 * DAY)) for i in part]
    copy_rows(
        "sales.Payment", ["id", "sale_id", "amount", "paid_at", "external_id", "recorded_at"],
        ((pk, made.pk("sales.Sale", i), made.amount(i), at, f"bench-{pk}", at) for pk, i, at in paid),
        currency=made.ground.currency,
    )  # fmt: skip
    rate = made.ground.bonus_rate
    copy_rows(
        "handoff.Accrual", ["agreement_id", "beneficiary_id", "payment_id", "amount", "posted_at"],
        (
            (made.pk("handoff.Agreement", i), made.hunter(i), pk, to_cents(rate * made.amount(i)), at)
            for pk, i, at in paid
        ),
        kind="bonus", rate=rate, currency=made.ground.currency,
    )  # fmt: skip


def _timeline(made: Clients, part: range) -> None:
    """One activity per step, as the actions would have written."""
    steps: list[tuple[str, Callable[[int], int], Callable[[int], int], str, str]] = [
        (MEETING_BOOKED, made.booked, lambda i: caller(made.ground, i), "meeting", "hunters.Meeting"),
        (MEETING_HELD, lambda i: made.meets(i) + 5400, made.hunter, "meeting", "hunters.Meeting"),
        (FIRST_SALE_MADE, made.sold, made.hunter, "deal", "hunters.Deal"),
        (HANDOFF_OPENED, made.sold, made.hunter, "handoff", "handoff.Handoff"),
        (ACCOUNT_OPENED, made.sold, made.hunter, "account", "farmers.Account"),
        (HANDOFF_ACCEPTED, lambda i: made.sold(i) + DAY + 3600, made.farmer, "handoff", "handoff.Handoff"),
    ]
    for verb, at, actor, thing, label in steps:
        copy_rows(
            "clients.Activity", ["company_id", "actor_id", "at", "data"],
            (
                (made.pk("clients.Company", i), actor(i), stamp(at(i)), f'{{"{thing}": {made.pk(label, i)}}}')
                for i in part
            ),
            verb=verb,
        )  # fmt: skip
