"""The queue: fifty call managers over HTTP, beside the bare claim as SQL and as a bare view; and beside a base of a million. Method:
docs/decisions/0003.

`./run bench queue`; LEADS, SECONDS, CLAIMS and BASE make it shorter.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from benchmarks import _queue_base
from benchmarks._bench import RESULTS, Report, drop_database, own_database, percentile, steady, web
from benchmarks._queue_action import run_action
from benchmarks._queue_runs import (
    PORT,
    THREADS,
    Tally,
    open_snapshot,
    run_bare_sql,
    run_bare_view,
    run_callers,
    run_claims,
    run_next,
)

NAME = "salesorg_bench_queue"
BASE = os.environ.get("DATABASE_URL", "")
LEADS = int(os.environ.get("LEADS", "10000"))
SECONDS = float(os.environ.get("SECONDS", "10"))
SNAPSHOT_SECONDS = float(os.environ.get("SNAPSHOT_SECONDS", "60"))
CLAIMS = int(os.environ.get("CLAIMS", "100000"))
CALLERS = 50
# After a reset the tables are new and every connection plans its statements again: the first seconds tell nothing.
WARM_UP = 3.0


@dataclass
class Bench:
    """Who calls, from which lanes, and where the figures go."""

    people: list[Any]
    sessions: list[str]
    lanes: list[int]
    report: Report


def measure() -> int:
    """Run all blocks and report."""
    bench = prepare()
    with web(PORT, "benchmarks._queue_settings"):
        run_callers(bench.sessions, WARM_UP)
        every_lead_once(bench)
        posts, views = in_turns(lambda: product(bench), lambda: bare_view(bench))
        bench.report.add("disposition and next lead in one POST", posts, "/s")
        bench.report.add("bare view, all middleware, one claim", views, "/s")
        bench.report.add("  ratio", posts / views, goal=">= 0.5", good=posts / views >= 0.5)
        beside_bare_sql(bench, posts, views)
        under_a_snapshot(bench)
    many_claims(bench)
    _queue_base.compare(bench.report)
    return bench.report.close()


def prepare() -> Bench:
    """Fill the queue and log fifty call managers in."""
    from benchmarks import _queue_data as data
    from callcenter.models import Lane

    people = data.call_managers(CALLERS)
    data.fill_queue(max(LEADS, int(SECONDS * 1500)))
    lanes = list(Lane.objects.values_list("pk", flat=True))
    return Bench(people, [data.session_of(one) for one in people], lanes, Report("queue"))


def every_lead_once(bench: Bench) -> None:
    """All of them empty the queue: nothing twice, nothing lost, no error."""
    keep_first(LEADS)
    tally, _rate = run_callers(bench.sessions, 600)
    twice = sum(1 for times in tally.given.values() if times > 1)
    lost = not_called(tally)
    report = bench.report
    report.add(f"{CALLERS} callers empty {LEADS:,} leads: given twice", twice, goal="0", good=twice == 0)
    report.add("  lost or left", lost, goal="0", good=not lost)
    report.add("  errors", sum(tally.errors.values()), goal="0", good=not tally.errors)
    report.add("  disposition and next lead, p50", percentile(tally.latencies, 0.5) * 1000, "ms")
    report.add("  disposition and next lead, p95", percentile(tally.latencies, 0.95) * 1000, "ms")
    for error, times in tally.errors.most_common(3):
        print(f"  {times} x {error[:200]}")


def not_called(tally: Tally) -> int:
    """How many leads have no call, wait still, or lie in a claim that nobody ended."""
    from callcenter.models import Call, Claim, Lead

    lost = LEADS - Call.objects.values("lead").distinct().count()
    waiting = Lead.objects.filter(state__in=["waiting", "claimed"], attempts=0).count()
    left = 0 if tally.errors else waiting
    return max(lost, left) + Claim.objects.filter(ended_at__isnull=True).count()


def product(bench: Bench) -> float:
    """Disposition and next lead in one POST, from a fresh queue; operations a second."""
    from benchmarks import _queue_data as data

    data.reset_queue()
    run_callers(bench.sessions, WARM_UP)
    return run_callers(bench.sessions, SECONDS)[1]


def bare_view(bench: Bench) -> float:
    """The bare claim behind all middleware, from a fresh queue; operations a second."""
    from benchmarks import _queue_data as data

    data.reset_queue()
    run_bare_view(bench.sessions, bench.lanes, WARM_UP)
    return run_bare_view(bench.sessions, bench.lanes, SECONDS)


def in_turns(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """The medians of three runs each, in turns, so that both see the same noise of the machine."""
    pairs = [(one(), other()) for _ in range(3)]
    return sorted(pair[0] for pair in pairs)[1], sorted(pair[1] for pair in pairs)[1]


def beside_bare_sql(bench: Bench, posts: float, views: float) -> None:
    """What the rules cost beside the bare statement, and what the web costs on top: behind all middleware no view gets far."""
    from benchmarks import _queue_data as data

    data.reset_queue()
    sql = steady(lambda: run_bare_sql(bench.lanes, min(SECONDS, 3)), 1)
    bench.report.add(f"bare SQL, {THREADS} connections, one claim", sql, "/s")
    bench.report.add("  bare view / bare SQL", views / sql)
    bench.report.add("  disposition and next lead / bare SQL", posts / sql)
    claim_alone(bench, sql)
    data.reset_queue()
    run_next(bench.sessions, WARM_UP)
    alone = run_next(bench.sessions, SECONDS)
    bench.report.add("next lead alone, over HTTP", alone, "/s")
    bench.report.add("  next lead alone / bare SQL", alone / sql)
    bench.report.add("  next lead alone / bare view", alone / views)


def claim_alone(bench: Bench, sql: float) -> None:
    """The product's own action, rules and all, beside the bare statement; no lead to two."""
    from benchmarks import _queue_data as data
    from callcenter.models import Claim

    data.reset_queue()
    action = run_action(min(SECONDS, 5))
    claims = Claim.objects.all()
    twice = claims.count() - claims.values("lead").distinct().count()
    bench.report.add("take_next_lead, no web, as many processes as the web", action, "/s")
    bench.report.add("  take_next_lead / bare SQL", action / sql, goal=">= 0.1", good=action / sql >= 0.1)
    bench.report.add("  given twice", twice, goal="0", good=twice == 0)


def under_a_snapshot(bench: Bench) -> None:
    """While a report is read nothing can be vacuumed."""
    extend(int(SNAPSHOT_SECONDS * 900))
    calm = product(bench)
    with closing(open_snapshot()):
        burdened = run_callers(bench.sessions, SNAPSHOT_SECONDS)[1]
    again = run_callers(bench.sessions, SECONDS)[1]
    normal = (calm + again) / 2
    bench.report.add(f"with a snapshot held open for {SNAPSHOT_SECONDS:.0f} s", burdened, "/s")
    bench.report.add("  of normal", burdened / normal, goal=">= 0.7", good=burdened / normal >= 0.7)


def many_claims(bench: Bench) -> None:
    """The last tenth of a hundred thousand claims beside the first."""
    from benchmarks import _queue_data as data

    extend(CLAIMS)
    data.reset_queue()
    tenths, given = run_claims(bench.people, dict.fromkeys(bench.lanes, 0), CLAIMS)
    twice = sum(1 for times in given.values() if times > 1)
    ratio = tenths[-1] / tenths[0]
    bench.report.add("the product's claim statement, first tenth", tenths[0], "/s")
    bench.report.add(f"  last tenth of {CLAIMS:,} claims", tenths[-1], "/s")
    bench.report.add("  last / first", ratio, goal=">= 0.8", good=ratio >= 0.8)
    bench.report.add("  given twice", twice, goal="0", good=twice == 0)


def keep_first(leads: int) -> None:
    """Only so many leads wait, as if nothing had been called."""
    from benchmarks import _queue_data as data
    from callcenter.models import Lead

    data.reset_queue()
    kept = Lead.objects.order_by("pk").values("pk")[:leads]
    Lead.objects.exclude(pk__in=kept).update(state="closed", closed_reason="not in this block")


def extend(leads: int) -> None:
    """See to it that there are at least so many leads."""
    from benchmarks import _queue_data as data
    from callcenter.models import Lead

    if (missing := leads - Lead.objects.count()) > 0:
        data.more_leads(missing)


def main() -> int:
    """Measure in a database of its own."""
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
