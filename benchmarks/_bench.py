"""What every benchmark needs: a database of its own, the web as `./run` starts it, a gauge of the machine's noise, a table.

A benchmark never touches the data it finds: it makes a database beside the configured one and drops it in the end.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import environ
import psycopg2

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"


def connect(url: str) -> Any:
    """A connection of one's own, without Django; the URL is read as the settings read it."""
    config = environ.Env.db_url_config(url)
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg2.connect(**{name: config[key] for name, key in parts.items() if config.get(key)})


def own_database(name: str) -> str:
    """Create an empty database beside the configured one and return its URL."""
    base = os.environ["DATABASE_URL"]
    drop_database(base, name)
    _administer(base, f'CREATE DATABASE "{name}"')
    address, _, options = base.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")


def drop_database(base: str, name: str) -> None:
    """Drop what `own_database` made, whoever is still connected."""
    for left in range(20, -1, -1):
        try:
            _administer(base, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        except psycopg2.errors.InsufficientPrivilege:  # the server's own vacuum is in there: not ours to end
            if not left:
                raise
            time.sleep(1)


def _administer(base: str, statement: str) -> None:
    with contextlib.closing(connect(base)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextlib.contextmanager
def web(port: int, settings: str) -> Iterator[None]:
    """gunicorn with the arguments of `./run`: two workers of four threads, no access log."""
    argv = [
        str(Path(sys.executable).parent / "gunicorn"),
        "salesorg.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    argv += ["--worker-class", "gthread", "--no-control-socket", "--graceful-timeout", "8", "--timeout", "60"]
    argv += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", os.environ.get("WEB_THREADS", "4")]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "DEBUG": "0", "LOG_LEVEL": "WARNING"}
    with (RESULTS / "web.log").open("wb") as log:
        server = subprocess.Popen(argv, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(port, server)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit(f"The web ended at once: see {RESULTS / 'web.log'}")
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("The web does not answer.")


def free_port() -> int:
    """A port nobody listens on: what an earlier run left behind must not answer for this one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def gauge() -> float:
    """Seconds for a fixed piece of work: how much of the machine is ours at this moment."""
    began = time.perf_counter()
    sum(n * n for n in range(1_500_000))
    return time.perf_counter() - began


def steady(block: Callable[[], float], tries: int = 3) -> float:
    """Run a block between two gauges; again, if the machine drifted by more than 15 % meanwhile. The best of all counts."""
    best = 0.0
    for _ in range(tries):
        before = gauge()
        best = max(best, block())
        after = gauge()
        if abs(after - before) <= 0.15 * min(before, after):
            break
    return best


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass
class Report:
    """Rows of a table: what, figure, goal, reached or not."""

    name: str
    rows: list[dict[str, object]] = field(default_factory=list)

    def add(
        self, what: str, figure: float | int, unit: str = "", goal: str = "", good: bool | None = None
    ) -> None:
        """Note one figure; `good` says whether its `goal` is reached."""
        self.rows.append({"what": what, "figure": round(figure, 3), "unit": unit, "goal": goal, "good": good})

    def close(self) -> int:
        """Print the table, write the JSON, return the exit code: 1 if a goal was missed."""
        width = max(len(str(row["what"])) for row in self.rows)
        for row in self.rows:
            mark = {True: "ok", False: "MISSED", None: ""}[row["good"]]  # type: ignore[index]
            print(f"  {row['what']:<{width}}  {row['figure']:>12,} {row['unit']:<6} {row['goal']:<12} {mark}")
        RESULTS.mkdir(exist_ok=True)
        made = {
            "name": self.name,
            "at": datetime.now(UTC).isoformat(),
            "cores": os.cpu_count(),
            "rows": self.rows,
        }
        (RESULTS / f"{self.name}.json").write_text(json.dumps(made, indent=1))
        return int(any(row["good"] is False for row in self.rows))
