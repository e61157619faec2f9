"""The product's claim without the web: `take_next_lead` in as many processes and threads as gunicorn has, all on connections that stay.

Run as a program it is one of these processes: it says that it is ready, waits for the word, and prints what it claimed and how long
it took. Rules, card and claim row are the product's; what ends the claims again is counted into the time.
"""

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

WORKERS = int(os.environ.get("WEB_WORKERS", "2"))
THREADS = int(os.environ.get("WEB_THREADS", "4"))
END = "UPDATE callcenter_claim SET ended_at = now(), ending = 'released' WHERE manager_id = ANY (%s) AND ended_at IS NULL"


def run_action(seconds: float) -> float:
    """Let all of them claim at once; claims a second."""
    workers = [_worker(number, seconds) for number in range(WORKERS)]
    for worker in workers:
        _line(worker)
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = [_line(worker) for worker in workers]
    for worker in workers:
        worker.wait()
    return sum(one["claims"] for one in done) / max(one["seconds"] for one in done)


def _worker(number: int, seconds: float) -> Any:
    argv = [sys.executable, "-m", "benchmarks._queue_action", str(number), str(seconds)]
    return subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(worker: Any) -> Any:
    if not (line := worker.stdout.readline()):
        raise SystemExit("A process that claims ended before its time.")
    return json.loads(line)


def a_round(people: list[Any]) -> int:
    """Each of these people claims in turn, then all their claims end; how many were claimed."""
    from django.db import connection

    from callcenter.actions import take_next_lead
    from callcenter.open_lanes import now_and_open_lanes

    done = 0
    for person in people:
        at, queue = now_and_open_lanes(person)
        done += take_next_lead(actor=person, at=at, queue=queue) is not None
    with connection.cursor() as cursor:
        cursor.execute(END, [[person.pk for person in people]])
    return done


def main() -> None:
    """Be process number so-and-so for so many seconds; a round beforehand opens the connections and plans the statements."""
    import django

    django.setup()
    from django.db import connection

    from benchmarks._queue_runs import in_threads
    from salesorg.people.models import User

    number, seconds = int(sys.argv[1]), float(sys.argv[2])
    mine = list(User.objects.order_by("pk"))[number::WORKERS]
    began, done = [0.0], [0] * THREADS

    def wait_for_the_word() -> None:
        print("{}", flush=True)
        sys.stdin.readline()
        began[0] = time.monotonic()

    together = threading.Barrier(THREADS, action=wait_for_the_word)

    def work(n: int) -> None:
        a_round(mine[n::THREADS])
        together.wait()
        while time.monotonic() < began[0] + seconds:
            done[n] += a_round(mine[n::THREADS])
        connection.close()

    in_threads(work, THREADS)
    print(json.dumps({"claims": sum(done), "seconds": time.monotonic() - began[0]}), flush=True)


if __name__ == "__main__":
    main()
