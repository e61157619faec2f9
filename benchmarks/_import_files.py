"""The files that the benchmark of imports imports."""

import csv
import io
import os
import random
from collections.abc import Iterator

ROWS = int(os.environ.get("ROWS", "100000"))
# Of ten rows two are known from an import before, two stand higher up in the same file, six are new.
KNOWN, TWICE = ROWS // 5, ROWS // 5
NEW = ROWS - KNOWN - TWICE
HEADERS = ["Company", "Phone", "Contact person", "Position", "City", "State", "Segment", "Site", "E-mail"]


def rows(numbers: Iterator[int] | range) -> list[list[str]]:
    """Companies with these numbers, as a list one buys."""
    from salesorg.dashboards.volume.companies import PLACES, name_of, phone_of

    return [
        [name_of(n), phone_of(n), f"Pat Jones {n % 997}", "Purchasing manager", PLACES[n % 8][2], PLACES[n % 8][1], "Industry",
         f"www.company-{n}.example", f"office{n}@company-{n}.example"]
        for n in numbers
    ]  # fmt: skip


def as_file(lines: list[list[str]]) -> io.BytesIO:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS, *lines])
    return io.BytesIO(out.getvalue().encode())


def measured_file() -> io.BytesIO:
    """New rows, known ones and those that repeat a new one, well mixed: a repeated row comes after the one it repeats."""
    dice = random.Random(1)
    new = rows(range(KNOWN, KNOWN + NEW))
    mixed = [(dice.random(), row) for row in rows(range(KNOWN))]
    for place, row in enumerate(new):
        at = dice.random()
        mixed.append((at, row))
        if place < TWICE:
            mixed.append((dice.uniform(at, 1), [*row[:2], *row[2:-1], f"other-{row[-1]}"]))
    return as_file([row for _at, row in sorted(mixed)])
