"""The queue: fifty call managers over HTTP, beside the bare claim as SQL and as a bare view. Method: docs/decisions/0003.

`./run bench queue`; LEADS, SECONDS and CLAIMS make it shorter.
"""

import asyncio
import itertools
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

NAME = "salesorg_bench_queue"
BASE = os.environ.get("DATABASE_URL", "")
LEADS = int(os.environ.get("LEADS", "10000"))
SECONDS = float(os.environ.get("SECONDS", "10"))
SNAPSHOT_SECONDS = float(os.environ.get("SNAPSHOT_SECONDS", "60"))
CLAIMS = int(os.environ.get("CLAIMS", "100000"))
CALLERS, THREADS = 50, 8
# After a reset the tables are new and every connection plans its statements again: the first seconds tell nothing.
WARM_UP = 3.0
PORT = int(os.environ.get("BENCH_PORT", "8391"))
NEXT, CALLS = "/api/v1/callcenter/queue/next/", "/api/v1/callcenter/calls/"


class Tally:
    """What fifty callers got: leads given, calls logged, latencies in seconds, errors."""

    def __init__(self) -> None:
        self.given: Counter[int] = Counter()
        self.latencies: list[float] = []
        self.errors: Counter[str] = Counter()
        self.calls = 0


async def call_manager(caller: Any, tally: Tally, until: float) -> None:
    """Log one call after the other, each POST bringing the next lead, until nothing is due or time is up."""
    status, claim = await caller.post(NEXT)
    while status in (200, 201) and claim:
        tally.given[claim["lead"]["id"]] += 1
        sent = {
            "claim": claim["id"],
            "disposition": "no_answer",
            "note": "Rang ten times",
            "next": time.monotonic() < until,
        }
        began = time.perf_counter()
        status, answer = await caller.post(CALLS, sent)
        tally.latencies.append(time.perf_counter() - began)
        if status != 201:
            tally.errors[f"{status} {answer}"] += 1
            break
        tally.calls += 1
        claim = answer.get("next")
    if status not in (200, 201, 204):
        tally.errors[str(status)] += 1
    caller.close()


def run_callers(sessions: list[str], seconds: float) -> tuple[Tally, float]:
    """Let them all work at once; return what came of it and operations a second."""
    from benchmarks._http import Caller

    async def work() -> tuple[Tally, float]:
        tally, began = Tally(), time.monotonic()
        await asyncio.gather(*(call_manager(Caller(PORT, one), tally, began + seconds) for one in sessions))
        return tally, tally.calls / (time.monotonic() - began)

    return asyncio.run(work())


def run_bare_view(sessions: list[str], lanes: list[int], seconds: float) -> float:
    """The same fifty on the bare claim; operations a second."""
    from benchmarks._http import Caller

    async def one(caller: Any, lane: int, until: float) -> int:
        done = 0
        while time.monotonic() < until:
            status, answer = await caller.post(f"/bare-claim/{lane}/")
            if status != 200 or not answer["lead"]:
                raise SystemExit(f"The bare view answered {status} {answer}: more LEADS are needed")
            done += 1
        caller.close()
        return done

    async def work() -> float:
        began = time.monotonic()
        until = began + seconds
        done = await asyncio.gather(
            *(one(Caller(PORT, key), lanes[n % len(lanes)], until) for n, key in enumerate(sessions))
        )
        return sum(done) / (time.monotonic() - began)

    return asyncio.run(work())


def run_next(sessions: list[str], seconds: float) -> float:
    """Only «next lead», fifty at once; the claims are ended behind the product's back between the rounds, unmeasured."""
    from django.db import connection

    from benchmarks._http import Caller

    async def work() -> float:
        callers = [Caller(PORT, key) for key in sessions]
        done, spent = 0, 0.0
        while spent < seconds:
            began = time.perf_counter()
            answers = await asyncio.gather(*(caller.post(NEXT) for caller in callers))
            spent += time.perf_counter() - began
            done += sum(status == 200 for status, _ in answers)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE callcenter_claim SET ended_at = now(), ending = 'released' WHERE ended_at IS NULL"
                )
        for caller in callers:
            caller.close()
        return done / spent

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return asyncio.run(work())


def in_threads(job: Any, number: int = THREADS) -> None:
    """Run `job(n)` in threads and wait for all."""
    threads = [threading.Thread(target=job, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_bare_sql(lanes: list[int], seconds: float) -> float:
    """The bare claim without any web: eight connections; claims a second."""
    from benchmarks._bench import connect
    from benchmarks._queue_urls import BARE_CLAIM

    done, until = [0] * THREADS, time.monotonic() + seconds

    def work(n: int) -> None:
        with closing(connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            while time.monotonic() < until:
                cursor.execute(BARE_CLAIM, [lanes[n % len(lanes)]])
                if cursor.fetchone() is None:
                    return
                done[n] += 1

    began = time.monotonic()
    in_threads(work)
    # Not by `seconds`: the leads may be all gone before.
    return sum(done) / (time.monotonic() - began)


def run_claims(people: list[Any], lanes: dict[int, int], number: int) -> tuple[list[float], Counter[int]]:
    """The product's own claim statement, eight connections, `number` claims; claims a second by tenth, leads given."""
    from django.db import connection

    from callcenter.claiming import pick

    given: Counter[int] = Counter()
    marks = [time.perf_counter()]
    lock, tenth, at = threading.Lock(), number // 10, datetime.now(UTC)

    def work(n: int) -> None:
        while True:
            found = pick(actor=people[n], lanes=lanes, lease=timedelta(minutes=20), at=at)
            if found.claim is None or found.lead is None:
                break
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE callcenter_claim SET ended_at = now(), ending = 'disposed' WHERE id = %s",
                    [found.claim.pk],
                )
            with lock:
                given[found.lead] += 1
                total = sum(given.values()) if not len(given) % tenth else 0
                if total and total % tenth == 0:
                    marks.append(time.perf_counter())
            if len(given) >= number:
                break
        connection.close()

    in_threads(work)
    return [tenth / (end - start) for start, end in itertools.pairwise(marks)], given


def open_snapshot() -> Any:
    """A report that is being read: its snapshot forbids every vacuum until it ends."""
    from benchmarks._bench import connect

    connection = connect(os.environ["DATABASE_URL"])
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    connection.cursor().execute("SELECT count(*) FROM callcenter_lead")
    return connection


def measure() -> int:
    """Run all blocks and report."""
    from benchmarks import _queue_data as data
    from benchmarks._bench import Report, percentile, steady, web
    from callcenter.models import Call, Claim, Lane, Lead

    people = data.call_managers(CALLERS)
    needed = max(LEADS, int(SECONDS * 1500))
    data.fill_queue(needed)
    lanes = list(Lane.objects.values_list("pk", flat=True))
    sessions = [data.session_of(one) for one in people]
    report = Report("queue")
    with web(PORT, "benchmarks._queue_settings"):
        run_callers(sessions, WARM_UP)

        keep_first(LEADS)
        tally, _rate = run_callers(sessions, 600)
        twice = sum(1 for times in tally.given.values() if times > 1)
        lost = LEADS - Call.objects.values("lead").distinct().count()
        left = (
            Lead.objects.filter(state__in=["waiting", "claimed"], attempts=0).count()
            if not tally.errors
            else 0
        )
        open_claims = Claim.objects.filter(ended_at__isnull=True).count()
        report.add(f"{CALLERS} callers empty {LEADS:,} leads: given twice", twice, goal="0", good=twice == 0)
        report.add(
            "  lost or left", max(lost, left) + open_claims, goal="0", good=not (lost or left or open_claims)
        )
        report.add("  errors", sum(tally.errors.values()), goal="0", good=not tally.errors)
        report.add("  disposition and next lead, p50", percentile(tally.latencies, 0.5) * 1000, "ms")
        report.add("  disposition and next lead, p95", percentile(tally.latencies, 0.95) * 1000, "ms")
        for error, times in tally.errors.most_common(3):
            print(f"  {times} x {error[:200]}")

        def product() -> float:
            data.reset_queue()
            run_callers(sessions, WARM_UP)
            return run_callers(sessions, SECONDS)[1]

        def bare() -> float:
            data.reset_queue()
            run_bare_view(sessions, lanes, WARM_UP)
            return run_bare_view(sessions, lanes, SECONDS)

        # In turns, so that both see the same noise of the machine.
        product_rates, bare_rates = [], []
        for _ in range(3):
            product_rates.append(product())
            bare_rates.append(bare())
        posts, views = sorted(product_rates)[1], sorted(bare_rates)[1]
        report.add("disposition and next lead in one POST", posts, "/s")
        report.add("bare view, all middleware, one claim", views, "/s")
        report.add("  ratio", posts / views, goal=">= 0.5", good=posts / views >= 0.5)

        data.reset_queue()
        sql = steady(lambda: run_bare_sql(lanes, min(SECONDS, 3)), 1)
        report.add(f"bare SQL, {THREADS} connections, one claim", sql, "/s")
        report.add("  bare view / bare SQL", views / sql)
        report.add("  disposition and next lead / bare SQL", posts / sql)
        data.reset_queue()
        run_next(sessions, WARM_UP)
        alone = run_next(sessions, SECONDS)
        report.add("next lead alone, over HTTP", alone, "/s")
        report.add("  next lead alone / bare SQL", alone / sql, goal=">= 0.1", good=alone / sql >= 0.1)

        extend(data, int(SNAPSHOT_SECONDS * 900))
        calm = product()
        with closing(open_snapshot()):
            burdened = run_callers(sessions, SNAPSHOT_SECONDS)[1]
        again = run_callers(sessions, SECONDS)[1]
        normal = (calm + again) / 2
        report.add(f"with a snapshot held open for {SNAPSHOT_SECONDS:.0f} s", burdened, "/s")
        report.add("  of normal", burdened / normal, goal=">= 0.7", good=burdened / normal >= 0.7)

    extend(data, CLAIMS)
    data.reset_queue()
    tenths, given = run_claims(people, dict.fromkeys(lanes, 0), CLAIMS)
    twice = sum(1 for times in given.values() if times > 1)
    report.add("the product's claim statement, first tenth", tenths[0], "/s")
    report.add(f"  last tenth of {CLAIMS:,} claims", tenths[-1], "/s")
    report.add("  last / first", tenths[-1] / tenths[0], goal=">= 0.8", good=tenths[-1] / tenths[0] >= 0.8)
    report.add("  given twice", twice, goal="0", good=twice == 0)
    return report.close()


def keep_first(leads: int) -> None:
    """Only so many leads wait, as if nothing had been called."""
    from benchmarks import _queue_data as data
    from callcenter.models import Lead

    data.reset_queue()
    kept = Lead.objects.order_by("pk").values("pk")[:leads]
    Lead.objects.exclude(pk__in=kept).update(state="closed", closed_reason="not in this block")


def extend(data: Any, leads: int) -> None:
    """See to it that there are at least so many leads."""
    from callcenter.models import Lead

    if (missing := leads - Lead.objects.count()) > 0:
        data.more_leads(missing)


def main() -> int:
    from benchmarks._bench import RESULTS, drop_database, own_database

    RESULTS.mkdir(exist_ok=True)
    os.environ["DATABASE_URL"] = own_database(NAME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks._queue_settings")
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], check=True)
        import django

        django.setup()
        return measure()
    finally:
        drop_database(BASE, NAME)


if __name__ == "__main__":
    sys.exit(main())
