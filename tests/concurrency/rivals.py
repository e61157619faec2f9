"""Rivals: several acts at the same moment, each in a connection and transaction of its own."""

import threading
from collections.abc import Callable
from contextlib import nullcontext

from django.db import connection, transaction


def at_once(*acts: Callable[[], object], alone: bool = False) -> list[object]:
    """Run all at the same moment, each in a connection and transaction of its own; return answers and errors in order.

    `alone`: no transaction around an act, because it opens its own.
    """
    barrier = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(n: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            with nullcontext() if alone else transaction.atomic():
                answers[n] = acts[n]()
        except Exception as error:  # What went wrong is what the test looks at.
            answers[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers
