"""Start a background job once the facts it works on are committed."""

from importlib import import_module
from typing import Any

from django.db import transaction


def run_after_commit(task: str, *args: object) -> None:
    """Queue the task with this dotted name after the commit; named and not imported, as tasks stand above actions.

    `robust`: with Redis away nothing is queued, the answer is not spoilt, and the periodic «select what is due»
    finds the work within half a minute.
    """

    def send() -> None:
        module, _, name = task.rpartition(".")
        job: Any = getattr(import_module(module), name)
        job.delay(*args)

    transaction.on_commit(send, robust=True)
