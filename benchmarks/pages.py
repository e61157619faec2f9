"""Every desk's pages over HTTP at 100,000 leads, and at a tenth of it. Method: docs/performance.md.

`./run bench pages`; QUICK=1 (or `--quick`) takes the tenth only.

Two databases are served at once, each by a gunicorn of its own, and asked in turns: what the machine does meanwhile
happens to both. Sizes are those of the body as sent, gzipped by the product.
"""

import gzip
import http.client
import json
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import Any

from benchmarks._bench import RESULTS, drop_database, free_port, own_database, percentile, web
from benchmarks._pages_data import Page, prepared

REQUESTS = int(os.environ.get("REQUESTS", "30"))
WARM_UP = 3
QUICK = "--quick" in sys.argv or os.environ.get("QUICK", "0") != "0"
TENTH = {"leads": 10_000, "clients": 2_000, "calls": 40_000, "touches": 10_000}
WHOLE = {name: 10 * count for name, count in TENTH.items()}
MOST_QUERIES, MOST_MS, MOST_RATIO = 10, 200, 1.3


@dataclass
class Server:
    """One database behind one gunicorn."""

    port: int
    pages: list[Page]
    connection: http.client.HTTPConnection


@dataclass
class Figures:
    """What one page took at one volume: milliseconds per request, bytes as sent, statements."""

    queries: int
    bytes: int = 0
    encoding: str = "none"
    times: list[float] = field(default_factory=list)
    wrong: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return the figures as the results file holds them."""
        return {
            "median_ms": round(median(self.times), 2),
            "p95_ms": round(percentile(self.times, 0.95), 2),
            "queries": self.queries,
            "bytes": self.bytes,
            "encoding": self.encoding,
        }


def ask(server: Server, page: Page) -> tuple[float, int, bytes, str]:
    """Get one page: seconds, status, body as sent, its encoding; once more if the connection was closed idle."""
    try:
        return ask_once(server, page)
    except ConnectionError:
        server.connection.close()
        return ask_once(server, page)


def ask_once(server: Server, page: Page) -> tuple[float, int, bytes, str]:
    """Get one page on the connection there is."""
    wanted = {"Cookie": f"salesorg_session={page.session}", "Accept-Encoding": "gzip"}
    if page.part:
        wanted["HX-Request"] = "true"
    began = time.perf_counter()
    server.connection.request("GET", page.path, headers=wanted)
    answer = server.connection.getresponse()
    body = answer.read()
    return time.perf_counter() - began, answer.status, body, answer.getheader("Content-Encoding", "none")


def fault(page: Page, status: int, text: str) -> str:
    """Say what is wrong with an answer: its status, or the text that should stand in it."""
    if status != 200:
        return f"answered {status}"
    return "" if page.text in text else f"without {page.text!r}"


def try_once(server: Server, page: Page, figures: Figures, *, counts: bool) -> None:
    """Ask once and note the answer; the first ones only warm up."""
    seconds, status, body, encoding = ask(server, page)
    text = (gzip.decompress(body) if encoding == "gzip" else body).decode()
    figures.wrong = figures.wrong or fault(page, status, text)
    figures.encoding = encoding
    figures.bytes = len(body)
    if counts:
        figures.times.append(seconds * 1000)


def measure(servers: list[Server], place: int) -> list[Figures]:
    """One page at each volume, in turns."""
    found = [Figures(server.pages[place].queries) for server in servers]
    for turn in range(WARM_UP + REQUESTS):
        for server, figures in zip(servers, found, strict=True):
            try_once(server, server.pages[place], figures, counts=turn >= WARM_UP)
    return found


def judge(page: Page, found: list[Figures]) -> tuple[list[str], float | None]:
    """Return the goals that a page misses, and how much longer it takes with ten times the data."""
    large = found[-1]
    ratio = median(large.times) / median(found[0].times) if len(found) > 1 else None
    missed = {
        "queries": large.queries > MOST_QUERIES,
        "queries grow": large.queries > found[0].queries,
        "size": page.budget is not None and large.bytes > page.budget * 1024,
        "time": median(large.times) > MOST_MS,
        "ratio": ratio is not None and ratio > MOST_RATIO,
    }
    wrong = [f"{figures.wrong}" for figures in found if figures.wrong]
    return [*wrong, *(goal for goal, is_missed in missed.items() if is_missed)], ratio


def line(page: Page, found: list[Figures], missed: list[str], ratio: float | None) -> str:
    """One line of the table."""
    large = found[-1].as_row()
    size, budget = large["bytes"] / 1024, f"/{page.budget}" if page.budget else ""
    times = f"{large['median_ms']:7.1f} {large['p95_ms']:7.1f}"
    grown = "" if ratio is None else f"{ratio:.2f}"
    return f"  {page.what:<32} {times} {large['queries']:4} {size:7.1f}{budget:<4} {grown:>6}  {', '.join(missed)}"


def compare(servers: list[Server]) -> list[dict[str, Any]]:
    """Measure all pages, print them beside the goals, return the rows of the results file."""
    print(f"  {'page':<32} {'median':>7} {'p95 ms':>7} {'sql':>4} {'KB sent':>7}{'':4} {'x10':>6}")
    print(f"  {'goal':<32} {MOST_MS:>7} {'':>7} {MOST_QUERIES:>4} {'':>7}{'':4} {MOST_RATIO:>6}")
    rows = []
    for place, page in enumerate(servers[-1].pages):
        found = measure(servers, place)
        missed, ratio = judge(page, found)
        if missed == ["ratio"]:  # the one figure that noise alone can spoil: once more
            found = measure(servers, place)
            missed, ratio = judge(page, found)
        print(line(page, found, missed, ratio), flush=True)
        rows.append(
            {"page": page.what, "path": page.path, "by": page.login, "missed": missed, "budget_kb": page.budget,
             "ratio": ratio and round(ratio, 2), "volumes": [each.as_row() for each in found]}
        )  # fmt: skip
    return rows


def serve(stack: ExitStack, name: str, sizes: dict[str, int], program: str) -> Server:
    """Make a database of this size and its web; both end with the stack."""
    base = os.environ["DATABASE_URL"]
    stack.callback(drop_database, base, name)
    url = own_database(name)
    pages, port = prepared(url, sizes, program), free_port()
    os.environ["DATABASE_URL"] = url
    try:
        stack.enter_context(web(port, "benchmarks._pages_settings"))
    finally:
        os.environ["DATABASE_URL"] = base
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    stack.callback(connection.close)
    return Server(port, pages, connection)


def write(name: str, volumes: list[dict[str, int]], rows: list[dict[str, Any]]) -> None:
    """Leave the figures for whoever compares runs."""
    made = {
        "name": name,
        "at": datetime.now(UTC).isoformat(),
        "cores": os.cpu_count(),
        "goals": {"queries": MOST_QUERIES, "median_ms": MOST_MS, "ratio": MOST_RATIO},
        "requests": REQUESTS,
        "volumes": volumes,
        "rows": rows,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(made, indent=1))


def run(name: str, volumes: list[dict[str, int]], program: str) -> int:
    """Serve each volume, measure and judge the pages that `program` names: 1 if a goal was missed."""
    RESULTS.mkdir(exist_ok=True)
    with ExitStack() as stack:
        servers = [
            serve(stack, f"salesorg_bench_{name}_{place}", sizes, program)
            for place, sizes in enumerate(volumes)
        ]
        rows = compare(servers)
    write(name, volumes, rows)
    missed = sum(bool(row["missed"]) for row in rows)
    print(f"  {len(rows)} pages, {missed} with a goal missed")
    return int(missed > 0)


def main() -> int:
    """The desks of all stages."""
    return run("pages", [TENTH] if QUICK else [TENTH, WHOLE], "benchmarks._pages_data")


if __name__ == "__main__":
    sys.exit(main())
