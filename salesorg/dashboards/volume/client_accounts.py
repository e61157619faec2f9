"""In whose care clients are: account, owners, the timeline of how they came."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from farmers.neglect import neglect_dates, next_touch_day
from farmers.verbs import ACCOUNT_OPENED
from handoff.verbs import HANDOFF_ACCEPTED, HANDOFF_OPENED
from hunters.verbs import FIRST_SALE_MADE, MEETING_BOOKED, MEETING_HELD
from salesorg.dashboards.volume.calls import caller
from salesorg.dashboards.volume.client_plan import Clients
from salesorg.lib.copying import DAY, NULL, copy_rows, stamp


def copy_client_accounts(made: Clients, part: range) -> None:
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


def copy_client_owners(made: Clients, part: range) -> None:
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


def copy_client_timeline(made: Clients, part: range) -> None:
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
