"""Whether the queue's speed depends on the base: the same claims in two databases, beside 10,000 leads and beside a million, in turns.

Run as a program in one of them it claims and logs, and prints what it came to a second.
"""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from statistics import median
from typing import Any

from benchmarks._bench import Report, drop_database, own_database

SMALL, LARGE = 10_000, int(os.environ.get("BASE", "1000000"))
# Three rounds of both kinds take six thousand of the ten thousand leads.
ROUNDS, CLAIMS, CALLERS = 3, 1_000, 8
FIGURES = {"claimed": "the product's claim statement", "logged": "next lead and logged call, no web"}


def compare(report: Report) -> None:
    """Fill both databases, measure in turns, report."""
    with ExitStack() as stack:
        urls = {size: _filled(stack, size) for size in (SMALL, LARGE)}
        rounds: dict[int, list[dict[str, float]]] = {size: [] for size in urls}
        for _ in range(ROUNDS):
            for size, url in urls.items():
                rounds[size].append(_program(url, "measure"))
    for figure, what in FIGURES.items():
        small, large = (median(each[figure] for each in rounds[size]) for size in (SMALL, LARGE))
        report.add(f"{what}, beside {SMALL:,} leads", small, "/s")
        report.add(f"  beside {LARGE:,}", large, "/s")
        report.add("  ratio", large / small, goal=">= 0.8", good=large / small >= 0.8)


def _filled(stack: ExitStack, size: int) -> str:
    name, base = f"salesorg_bench_queue_{size}", os.environ["DATABASE_URL"]
    stack.callback(drop_database, base, name)
    url = own_database(name)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v", "0"],
        check=True,
        env=os.environ | {"DATABASE_URL": url},
    )
    _program(url, str(size))
    return url


def _program(url: str, asked: str) -> Any:
    argv = [sys.executable, "-m", "benchmarks._queue_base", asked]
    done = subprocess.run(argv, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure() -> dict[str, float]:
    """Claim a thousand leads by the statement alone, then claim and log a thousand; both a second."""
    from benchmarks._queue_runs import run_claims
    from callcenter.models import Lane
    from salesorg.people.models import User

    people = list(User.objects.order_by("pk"))
    tenths, _given = run_claims(people, dict.fromkeys(Lane.objects.values_list("pk", flat=True), 0), CLAIMS)
    return {"claimed": len(tenths) / sum(1 / rate for rate in tenths), "logged": _logged(people)}


def _logged(people: list[Any]) -> float:
    import time

    from django.db import connection

    from benchmarks._queue_runs import in_threads
    from callcenter.actions import log_call, take_next_lead
    from salesorg.people.queries import database_now

    def work(n: int) -> None:
        for _ in range(CLAIMS // CALLERS):
            claim = take_next_lead(actor=people[n], at=database_now())
            assert claim is not None
            log_call(actor=people[n], claim=claim, disposition="no_answer", note="", at=database_now())
        connection.close()

    began = time.perf_counter()
    in_threads(work, CALLERS)
    return CLAIMS / (time.perf_counter() - began)


def main() -> None:
    """Fill an empty database with so many leads, or measure in a filled one."""
    import django

    django.setup()
    from benchmarks import _queue_data as data

    if sys.argv[1] == "measure":
        print(json.dumps(measure()))
        return
    data.call_managers(CALLERS)
    data.fill_queue(int(sys.argv[1]))
    print("{}")


if __name__ == "__main__":
    main()
