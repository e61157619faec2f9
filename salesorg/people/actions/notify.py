from collections.abc import Iterable
from datetime import datetime
from typing import Any

from salesorg.people.models import Notice, User


def notify(
    *,
    people: Iterable[User],
    key: str,
    kind: str,
    at: datetime,
    url: str = "",
    data: dict[str, Any] | None = None,
) -> int:
    """Tell `people` something once: a second call with the same key tells nobody again. Returns how many rows were asked for.

    Runs inside the caller's transaction, so that the fact and its notice are true together.
    """
    notices = [
        Notice(person=person, key=key, kind=kind, url=url, data=data or {}, created_at=at)
        for person in people
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)
