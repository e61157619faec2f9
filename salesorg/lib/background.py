"""Start a background job once the facts it works on are committed."""

from functools import partial

from celery import current_app
from django.db import transaction


def run_after_commit(task: str, *args: object) -> None:
    """Queue the task with this dotted name after the commit; named and not imported, as tasks stand above actions.

    `robust`: with Redis away nothing is queued, the answer is not spoilt, and the periodic «select what is due»
    finds the work within half a minute.
    """
    transaction.on_commit(partial(_send, task, args), robust=True)


def _send(task: str, args: tuple[object, ...]) -> None:
    current_app.loader.import_default_modules()
    current_app.tasks[task].delay(*args)
