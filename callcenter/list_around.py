"""What stands around call lists: who calls them, their own attempt rules, what was last put back into their queue.

One statement for any number of lists: the pages of a list need all of it, and asked one by one it made half their queries.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from salesorg.people.models import Role

_AROUND = """
SELECT list.id,
    coalesce((
        SELECT json_agg(json_build_object('id', person.id, 'username', person.username, 'name', person.name,
            'calls', person.is_active AND person.role = %(calls)s) ORDER BY person.name, person.id)
        FROM callcenter_calllist_people named JOIN people_user person ON person.id = named.user_id
        WHERE named.calllist_id = list.id), '[]'),
    coalesce((
        SELECT json_agg(json_build_object('id', team.id, 'name', team.name, 'calls', EXISTS (
            SELECT FROM people_user WHERE team_id = team.id AND is_active AND role = %(calls)s)) ORDER BY team.name)
        FROM callcenter_calllist_teams named JOIN people_team team ON team.id = named.team_id
        WHERE named.calllist_id = list.id), '[]'),
    coalesce((
        SELECT json_agg(json_build_object('disposition', result.code, 'retry_minutes', rule.retry_minutes,
            'most', rule.most) ORDER BY result.position)
        FROM callcenter_attemptrule rule JOIN callcenter_disposition result ON result.id = rule.disposition_id
        WHERE rule.call_list_id = list.id), '[]'),
    last.returned, last.finished_at, last.name
FROM unnest(%(lists)s::bigint[]) AS list (id)
LEFT JOIN LATERAL (
    SELECT recycling.returned, recycling.finished_at, person.name
    FROM callcenter_recycling recycling JOIN people_user person ON person.id = recycling.asked_by_id
    WHERE recycling.call_list_id = list.id ORDER BY recycling.asked_at DESC, recycling.id DESC LIMIT 1
) last ON true
"""


@dataclass(frozen=True)
class Named:
    """A person or a team named for a list; `calls`: works here as a call manager, or holds somebody who does."""

    id: int
    name: str
    calls: bool
    username: str = ""

    @property
    def pk(self) -> int:
        """The id, by the name that rows have."""
        return self.id


@dataclass(frozen=True)
class OwnRule:
    """What a list does otherwise after one result (code); None is as usual."""

    disposition: str
    retry_minutes: int | None
    most: int | None


@dataclass(frozen=True)
class LastRecycling:
    """How many closed leads came back the last time, when that was done (None: still going on), by whose word."""

    returned: int
    finished_at: datetime | None
    asked_by: str


@dataclass(frozen=True)
class Around:
    """All of it for one list; nobody named means that everybody calls it."""

    people: list[Named] = field(default_factory=list)
    teams: list[Named] = field(default_factory=list)
    rules: list[OwnRule] = field(default_factory=list)
    recycling: LastRecycling | None = None

    @property
    def is_assigned(self) -> bool:
        """Whether somebody is named."""
        return bool(self.people or self.teams)

    @property
    def nobody_calls(self) -> bool:
        """Whether none of those named works here as a call manager any more."""
        return self.is_assigned and not any(one.calls for one in (*self.people, *self.teams))


def around_lists(lists: Collection[int]) -> dict[int, Around]:
    """Return what stands around each of the lists (ids). One query, none without lists."""
    if not lists:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"lists": list(lists), "calls": Role.CALL_MANAGER})
        return {pk: _around(*row) for pk, *row in cursor.fetchall()}


def _around(people: Any, teams: Any, rules: Any, *last: Any) -> Around:
    return Around(
        people=[Named(**one) for one in people],
        teams=[Named(**one) for one in teams],
        rules=[OwnRule(**one) for one in rules],
        recycling=LastRecycling(*last) if last[0] is not None else None,
    )
