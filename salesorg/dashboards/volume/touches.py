"""Touches of the clients' accounts, the last of each where the account says it was."""

from collections.abc import Iterator

from django.db import transaction

from farmers.verbs import TOUCH_LOGGED
from salesorg.dashboards.volume.calls import mixed, parts
from salesorg.dashboards.volume.client_plan import Clients
from salesorg.lib.copying import copy_rows, reserve, stamp

KINDS = ("call", "call", "call", "meeting", "visit", "message")


def load_touches(made: Clients) -> Iterator[str]:
    """Load as many touches as were planned with the clients; yield a line about each piece."""
    for part in parts(made.touches, 200_000):
        with transaction.atomic():
            _copy_touches(made, part)
        yield f"touches {part.stop:,}"


def _copy_touches(made: Clients, part: range) -> None:
    """Load the touches of `part`: touch t belongs to account t modulo clients, later ones came later."""
    first = reserve("farmers.Touch", len(part))
    rows = [(first + n, t % made.count, KINDS[mixed(t) % 6], stamp(_at(made, t))) for n, t in enumerate(part)]
    copy_rows(
        "farmers.Touch", ["id", "account_id", "person_id", "kind", "at"],
        ((pk, made.pk("farmers.Account", i), made.farmer(i), kind, at) for pk, i, kind, at in rows), is_real=True,
    )  # fmt: skip
    copy_rows(
        "clients.Activity", ["company_id", "actor_id", "at", "data"],
        (
            (made.pk("clients.Company", i), made.farmer(i), at,
             f'{{"account": {made.pk("farmers.Account", i)}, "touch": {pk}, "kind": "{kind}"}}')
            for pk, i, kind, at in rows
        ),
        verb=TOUCH_LOGGED,
    )  # fmt: skip


def _at(made: Clients, t: int) -> int:
    """Even steps from the opening to the last touch."""
    i, turn = t % made.count, t // made.count
    last, opened = made.touched(i) or 0, made.sold(i)
    return opened + (last - opened) * (turn + 1) // made.touches_of(i)
