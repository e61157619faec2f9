"""Leads that wait in the queue, with what their calls left."""

from collections.abc import Iterator

from django.db import transaction

from salesorg.dashboards.volume.call_rows import copy_calls
from salesorg.dashboards.volume.calls import Calls, is_closed, list_of, mixed, parts
from salesorg.dashboards.volume.companies import copy_companies, is_twin, zone_of
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
            _copy_twins(ground, company, part)
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
            "calls_made",
            "calls_that_day",
            "last_call_at",
            "closed_reason",
        ],
        (_lead(ground, calls, company + j, lead + j, j) for j in part),
    )


def _lead(ground: Ground, calls: Calls, company: int, lead: int, j: int) -> tuple[object, ...]:
    (last, that_day), closed = calls.last(j) if calls.count else (None, 0), is_closed(j)
    later = j % 20 == 3
    due = (
        calls.midnight + (1 + mixed(j) % 30) * DAY
        if later
        else (last or calls.midnight - 30 * DAY + j % 86_400) + 1800
    )
    return (
        lead, company, list_of(ground, j), ground.lanes[list_of(ground, j), zone_of(company)],
        "closed" if closed else "waiting", stamp(due), calls.attempts(j) if calls.count else 0,
        len(calls.of(j)) if calls.count else 0, that_day, stamp(last) if last else NULL, "not_interested" if closed else "",
    )  # fmt: skip


def _copy_twins(ground: Ground, first: int, part: range) -> None:
    """Companies that share a site with the one before: most of them were looked at and kept apart."""
    twins = [n for n in range(first + part.start + 1, first + part.stop) if is_twin(n)]
    for state, chosen in (
        ("open", twins[::10]),
        ("kept", [n for place, n in enumerate(twins) if place % 10]),
    ):
        decided = {} if state == "open" else {"decided_at": ground.now, "decided_by_id": ground.reviewer}
        copy_rows(
            "callcenter.PossibleDuplicate", ["first_id", "second_id"], ((n - 1, n) for n in chosen),
            reason="domain", state=state, found_at=ground.now, **decided,
        )  # fmt: skip
