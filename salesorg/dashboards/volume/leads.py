"""Leads that wait in the queue, with what their calls left."""

from collections.abc import Iterator

from django.db import transaction

from salesorg.dashboards.volume.calls import Calls, copy_calls, is_closed, list_of, mixed, parts
from salesorg.dashboards.volume.companies import copy_companies, zone_of
from salesorg.dashboards.volume.ground import Ground
from salesorg.lib.copying import DAY, NULL, copy_rows, reserve, stamp


def load_leads(ground: Ground, count: int, calls: Calls) -> Iterator[str]:
    """Load `count` leads and then their calls; yield a line about each piece. One of twenty is closed, one due later."""
    company, lead = reserve("clients.Company", count), reserve("callcenter.Lead", count)
    for part in parts(count):
        with transaction.atomic():
            copy_companies(
                range(company + part.start, company + part.stop), status="lead", created=stamp(calls.midnight)
            )
            _copy_leads(ground, calls, company, lead, part)
        yield f"leads {part.stop:,}"
    for part in parts(calls.count if count else 0):
        with transaction.atomic():
            copy_calls(ground, calls, lead, company, part)
        yield f"calls {part.stop:,}"


def _copy_leads(ground: Ground, calls: Calls, company: int, lead: int, part: range) -> None:
    copy_rows(
        "callcenter.Lead",
        [
            "id",
            "company_id",
            "call_list_id",
            "lane_id",
            "state",
            "due_at",
            "attempts",
            "last_call_at",
            "closed_reason",
        ],
        (_lead(ground, calls, company + j, lead + j, j) for j in part),
    )


def _lead(ground: Ground, calls: Calls, company: int, lead: int, j: int) -> tuple[object, ...]:
    last, closed = calls.last(j) if calls.count else None, is_closed(j)
    later = j % 20 == 3
    due = (
        calls.midnight + (1 + mixed(j) % 30) * DAY
        if later
        else (last or calls.midnight - 30 * DAY + j % 86_400) + 1800
    )
    return (
        lead, company, list_of(ground, j), ground.lanes[list_of(ground, j), zone_of(company)],
        "closed" if closed else "waiting", stamp(due), calls.attempts(j) if calls.count else 0,
        stamp(last) if last else NULL, "not_interested" if closed else "",
    )  # fmt: skip
