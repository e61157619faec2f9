"""A month of commissions: its payments accrued and its statements closed, as a worker does it, beside the bare SQL of the sums.

`./run bench commission`; PAYMENTS (100000) and AGREEMENTS (5000) make it smaller. The second month is killed (-9) half way
and gone on with.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from benchmarks._bench import RESULTS, ROOT, Report, drop_database, own_database

NAME = "salesorg_bench_commission"
PAYMENTS = int(os.environ.get("PAYMENTS", "100000"))
AGREEMENTS = int(os.environ.get("AGREEMENTS", "5000"))
SECONDS, MEGABYTES = 60, 200
Sums = dict[int, Decimal]


def worker(*arguments: str) -> "subprocess.Popen[bytes]":
    """A process of its own that has begun."""
    argv = [sys.executable, "-m", "benchmarks._commission_worker", *arguments]
    process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    while process.stdout.readline().strip() != b"begun":
        if process.poll() is not None:
            raise SystemExit("The worker ended at once.")
    return process


def finished(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    """Wait for it; return what it says of itself."""
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"The worker ended with {process.returncode}.")
    answer: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answer


def timed(work: Callable[[], Sums]) -> tuple[Sums, float]:
    """What it returns, and the best of three times."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - began)
    return found, best


def asked_to_close(at: datetime) -> Any:
    """The closing of the month of `at`, begun by finance; months before it are closed first."""
    from handoff.actions import carry_closing_on, close_month
    from handoff.months import month_of
    from handoff.queries import open_statements
    from salesorg.people.models import Role
    from salesorg.people.queries import organisation, people_in

    finance, month = people_in(Role.FINANCE)[0], month_of(at, organisation().zone)
    while earlier := {one.month for one in open_statements(finance) if one.month < month}:
        carry_closing_on(closing=close_month(actor=finance, month=min(earlier), at=at), at=at)
    return close_month(actor=finance, month=month, at=at)


def measure() -> int:
    """Accrue and close a month; accrue and close another with a kill in the middle."""
    from benchmarks import _commission_data as data
    from salesorg.people.queries import database_now, organisation

    report, zone, now = Report("commission"), organisation().time_zone, database_now()
    data.fill(AGREEMENTS)
    settle_what_was_there(now)
    rows = data.pay_in("first ", PAYMENTS)
    wanted, bare = timed(lambda: data.earned_by_sql("first ", zone))
    accrued = finished(worker("accrue"))
    report.add(f"accrual of {rows:,} payments and refunds", accrued["seconds"], "s")
    report.add("  payments per second", rows / accrued["seconds"])
    report.add("  peak memory of the worker", accrued["megabytes"], "MB")
    report.add("  bare SQL of the same sums", bare, "s")
    report.add("  accrual / bare SQL", accrued["seconds"] / bare)
    unsettled, summing = timed(data.sums_by_sql)
    report.add(
        "  people whose sums differ from it", differing(unsettled, wanted), goal="0", good=unsettled == wanted
    )
    closing = asked_to_close(now + timedelta(days=31))
    closed = finished(worker("close", str(closing.pk), (now + timedelta(days=31)).isoformat()))
    good = closed["seconds"] < SECONDS
    report.add(
        f"closing {closed['done']} statements of {accrued['done']:,} lines",
        closed["seconds"],
        "s",
        f"< {SECONDS}",
        good,
    )
    small = closed["megabytes"] < MEGABYTES
    report.add("  peak memory of the worker", closed["megabytes"], "MB", f"< {MEGABYTES}", small)
    report.add("  bare SQL of the same sums", summing, "s")
    report.add("  closing / bare SQL", closed["seconds"] / summing)
    held = data.in_statements(closing.month)
    report.add(
        "  people whose sums differ from it", differing(held, unsettled), goal="0", good=held == unsettled
    )
    killed(report, now + timedelta(days=62))
    return report.close()


def settle_what_was_there(at: datetime) -> None:
    """The bonuses of the first sales are closed months."""
    from handoff.actions import carry_closing_on

    carry_closing_on(closing=asked_to_close(at), at=at)


def killed(report: Report, at: datetime) -> None:
    """The same for half as many payments, with a kill -9 when half of the people are closed."""
    from benchmarks import _commission_data as data
    from handoff.models import MonthClosing

    data.pay_in("second ", PAYMENTS // 2)
    finished(worker("accrue"))
    wanted, closing = data.sums_by_sql(), asked_to_close(at)
    process = worker("close", str(closing.pk), at.isoformat())
    while MonthClosing.objects.values_list("done", flat=True).get(pk=closing.pk) * 2 < closing.people:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    closing.refresh_from_db()
    report.add(f"killed (-9) when of {closing.people} people were closed", closing.done)
    again = finished(worker("close", str(closing.pk), at.isoformat()))
    held = data.in_statements(closing.month)
    report.add("  gone on with, seconds", again["seconds"], "s")
    report.add("  people whose sums differ", differing(held, wanted), goal="0", good=held == wanted)


def differing(one: Sums, other: Sums) -> int:
    """How many people's sums are not the same."""
    return sum(
        one.get(person, Decimal(0)) != other.get(person, Decimal(0)) for person in one.keys() | other.keys()
    )


def main() -> int:
    """Measure in a database of its own."""
    RESULTS.mkdir(exist_ok=True)
    base = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = own_database(NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "salesorg.settings"
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], check=True)
        import django

        django.setup()
        return measure()
    finally:
        drop_database(base, NAME)


if __name__ == "__main__":
    sys.exit(main())
