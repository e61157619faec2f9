"""An import of 100,000 rows, four of ten of them duplicates, by the product's own worker while twenty call managers work over HTTP.

`./run bench imports`; ROWS and QUIET (seconds) make it shorter, THINK is the longest pause of a call manager between two calls: at half a second
in the mean twenty of them make more calls than a thousand people do.
"""

import asyncio
import io
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._bench import RESULTS, ROOT, Report, drop_database, own_database, percentile, web
from benchmarks._http import Caller
from benchmarks._import_files import KNOWN, NEW, ROWS, TWICE, as_file, measured_file, rows
from benchmarks._queue_runs import CALLS, NEXT, PORT

NAME = "salesorg_bench_imports"
QUIET = float(os.environ.get("QUIET", "30"))
THINK = float(os.environ.get("THINK", "1"))
CALLERS, LEADS = 20, 30_000


async def call_manager(caller: Caller, latencies: list[float], over: Callable[[], bool]) -> None:
    """Log a call, take the next lead with it, think, and so on until it is over."""
    dice = random.Random(caller.session)
    _status, claim = await caller.post(NEXT)
    claim = claim.get("claim", claim)
    while not over():
        await asyncio.sleep(dice.uniform(0, THINK))
        sent = {"claim": claim["id"], "disposition": "no_answer", "note": "Rang ten times", "next": True}
        began = time.perf_counter()
        status, answer = await caller.post(CALLS, sent)
        latencies.append(time.perf_counter() - began)
        if status != 201 or not answer["next"]:
            raise SystemExit(f"A call manager was answered {status} {answer}")
        claim = answer["next"]
    caller.close()


def work(sessions: list[str], over: Callable[[], bool]) -> list[float]:
    """Let all of them work until it is over; seconds of each «log and next»."""
    latencies: list[float] = []

    async def all_of_them() -> None:
        await asyncio.gather(*(call_manager(Caller(PORT, key), latencies, over) for key in sessions))

    asyncio.run(all_of_them())
    return latencies


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Over after so many seconds from now."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """The worker of `./run`, with nothing left over in its queue."""
    from salesorg.celery import app

    app.control.purge()
    celery = str(Path(sys.executable).parent / "celery")
    argv = [
        celery,
        "-A",
        "salesorg",
        "worker",
        "--loglevel",
        "WARNING",
        "--concurrency",
        os.environ.get("WORKER_PROCESSES", "2"),
    ]
    argv += ["--without-gossip", "--without-mingle"]
    with (RESULTS / "worker.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


class Watch(threading.Thread):
    """Looks at an import and at the memory of the worker's processes until the import has ended."""

    def __init__(self, job: int, parent: int) -> None:
        super().__init__(daemon=True)
        self.job, self.parent, self.peak, self.over = job, parent, 0, False
        self.seconds = 0.0

    def run(self) -> None:
        from django.db import connection

        from callcenter.models import ImportJob

        began = time.monotonic()
        while ImportJob.objects.values_list("status", flat=True).get(pk=self.job) in ("queued", "running"):
            self.peak = max([self.peak, *map(peak_kb, self._processes())])
            if time.monotonic() - began > 900:
                break
            time.sleep(0.2)
        self.seconds, self.over = time.monotonic() - began, True
        connection.close()

    def _processes(self) -> list[int]:
        children = Path(f"/proc/{self.parent}/task/{self.parent}/children")
        return [self.parent, *map(int, children.read_text().split())] if children.exists() else []


def peak_kb(pid: int) -> int:
    """Return the greatest memory (RSS) that a process ever had, in KB; 0 where there is no /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def queued(name: str, file: io.BytesIO) -> int:
    """Upload and confirm an import as the administrator does; the worker is told."""
    from callcenter.actions import confirm_import, create_call_list, upload_import
    from salesorg.people.queries import database_now

    at = database_now()
    # Called later than the benchmark's own list: its leads are new, and the queue's are old.
    of = create_call_list(actor=None, name=name, region="US", priority=-1, at=at)
    job = upload_import(actor=None, call_list=of, file=file, file_name=f"{name}.csv", at=at)
    return int(confirm_import(actor=None, job=job, mapping=job.mapping, at=at).pk)


def imported(name: str, file: io.BytesIO, parent: int) -> Watch:
    """Start an import; return who watches it."""
    watch = Watch(queued(name, file), parent)
    watch.start()
    return watch


def prepare() -> list[str]:
    """A queue for twenty call managers, who are logged in."""
    from benchmarks import _queue_data as data

    data.fill_queue(LEADS)
    return [data.session_of(one) for one in data.call_managers(CALLERS)]


def measure() -> int:
    """Quiet, during the import, quiet again."""
    from callcenter.models import ImportJob, Lead

    sessions, report = prepare(), Report("imports")
    with web(PORT, "benchmarks._queue_settings"), worker() as process:
        imported("known before", as_file(rows(range(KNOWN))), process.pid).join()
        work(sessions, for_seconds(5))
        before = Lead.objects.count()
        quiet = work(sessions, for_seconds(QUIET))
        watch = imported("measured", measured_file(), process.pid)
        busy = work(sessions, lambda: watch.over)
        quiet += work(sessions, for_seconds(QUIET))
    job = ImportJob.objects.get(pk=watch.job)
    judge(report, job, Lead.objects.count() - before, watch)
    calm, loaded = percentile(quiet, 0.95), percentile(busy, 0.95)
    report.add(f"{CALLERS} call managers, log and next, p95 while it is quiet", calm * 1000, "ms")
    report.add("  median", percentile(quiet, 0.5) * 1000, "ms")
    report.add("  p95 during the import", loaded * 1000, "ms")
    report.add("  median", percentile(busy, 0.5) * 1000, "ms")
    report.add("  calls during the import", len(busy))
    report.add("  p95 during / quiet", loaded / calm, goal="<= 2", good=loaded / calm <= 2)
    return report.close()


def judge(report: Report, job: Any, leads: int, watch: Watch) -> None:
    """What the import came to: exactly right, in time, in little memory."""
    right = (job.status, job.created, job.duplicates, leads) == ("done", NEW, KNOWN + TWICE, NEW)
    report.add(f"import of {ROWS:,} rows: created", job.created, goal=f"{NEW:,}", good=right)
    report.add("  duplicates", job.duplicates, goal=f"{KNOWN + TWICE:,}", good=right)
    report.add("  seconds", watch.seconds, "s", goal="< 60", good=watch.seconds < 60)
    if watch.peak:
        report.add(
            "  peak memory of the worker", watch.peak / 1024, "MB", goal="< 400", good=watch.peak < 400 * 1024
        )


def main() -> int:
    """Measure in a database of its own."""
    RESULTS.mkdir(exist_ok=True)
    base = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = own_database(NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks._queue_settings"
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], check=True)
        import django

        django.setup()
        return measure()
    finally:
        drop_database(base, NAME)


if __name__ == "__main__":
    sys.exit(main())
