"""What a worker does with commissions, in a process of its own: says when it has begun, then seconds and peak memory as JSON.

`accrue`: post the lines of all payments; `close ID AT`: carry the closing of a month on, at that moment.
"""

import json
import os
import sys
import time
from datetime import datetime

import django


def accrue() -> int:
    """As the task does, but until nothing is left."""
    from handoff.actions import accrue_due
    from salesorg.people.queries import database_now

    posted = 0
    while lines := accrue_due(at=database_now()):
        posted += lines
    return posted


def close(pk: str, at: str) -> int:
    """As the task does."""
    from handoff.actions import carry_closing_on
    from handoff.models import MonthClosing

    closing = MonthClosing.objects.select_related("asked_by").get(pk=int(pk))
    return carry_closing_on(closing=closing, at=datetime.fromisoformat(at)).done


def main() -> None:
    django.setup()
    # A worker that has told somebody of something has the addresses of all pages in memory.
    from django.urls import get_resolver

    from benchmarks.imports import peak_kb

    len(get_resolver().reverse_dict)
    print("begun", flush=True)
    began = time.perf_counter()
    done = accrue() if sys.argv[1] == "accrue" else close(*sys.argv[2:4])
    seconds = time.perf_counter() - began
    peak = peak_kb(os.getpid()) / 1024
    print(json.dumps({"done": done, "seconds": seconds, "megabytes": peak}))


if __name__ == "__main__":
    main()
