"""Start a background job once the facts it works on are committed."""

import logging
from importlib import import_module
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def run_after_commit(task: str, *args: object) -> None:
    """Queue the task with this dotted name after the commit; named and not imported, as tasks stand above actions.

    With Redis away nothing is queued, the answer is not spoilt, and the periodic «select what is due» finds the work
    within half a minute.
    """

    def send() -> None:
        module, _, name = task.rpartition(".")
        job: Any = getattr(import_module(module), name)
        try:
            job.delay(*args)
        except OperationalError:
            log.warning("not queued, Redis is away: %s", task)

    transaction.on_commit(send)
