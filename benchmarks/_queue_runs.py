"""Fifty call managers at work, and what they are compared with: the bare claim as a view and as SQL."""

import asyncio
import itertools
import os
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks._bench import free_port

THREADS = 8
PORT = int(os.environ.get("BENCH_PORT", "0")) or free_port()
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
