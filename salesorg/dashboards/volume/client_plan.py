"""When everything happened to client number i, and with whom: by arithmetic, so that all tables agree."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from hunters.queries import stages
from salesorg.dashboards.volume.calls import midnight_of, mixed
from salesorg.dashboards.volume.ground import Ground
from salesorg.lib.copying import DAY, reserve

LABELS = (
    "clients.Company", "callcenter.Lead", "hunters.Meeting", "hunters.Deal", "sales.Sale", "handoff.Handoff",
    "handoff.Agreement", "farmers.Account", "sales.Payment",
)  # fmt: skip
MEETINGS_A_DAY = 9


@dataclass(frozen=True)
class Clients:
    """`count` clients; `calls` of them have the call that booked their meeting; `touches` are dealt out in turn."""

    ground: Ground
    count: int
    calls: int
    touches: int
    midnight: int
    before: int
    stage: int
    first: dict[str, int]

    def pk(self, label: str, i: int) -> int:
        return self.first[label] + i

    def hunter(self, i: int) -> int:
        return self.ground.hunters[i % len(self.ground.hunters)]

    def farmer(self, i: int) -> int:
        return self.ground.farmers[mixed(i) % len(self.ground.farmers)]

    def amount(self, i: int) -> Decimal:
        return Decimal(1000 * (1 + mixed(i) % 50))

    def meets(self, i: int) -> int:
        """Return when the meeting began: a hunter's meetings follow each other hour by hour, back from three weeks ago."""
        turn = i // len(self.ground.hunters)
        return self.before - (1 + turn // MEETINGS_A_DAY) * DAY + (13 + turn % MEETINGS_A_DAY) * 3600

    def booked(self, i: int) -> int:
        return self.meets(i) - 3 * DAY + mixed(i) % 3600

    def sold(self, i: int) -> int:
        return self.meets(i) + 7 * DAY

    def touched(self, i: int) -> int | None:
        """Return the last touch: most lately, one of twenty so long ago that the sweep will find the client neglected."""
        if i >= self.touches:
            return None
        neglect = self.ground.levels[self.level(i)][1].neglect_days
        ago = neglect + 5 if mixed(i + 1) % 20 == 0 else mixed(i + 2) % neglect
        return max(self.sold(i) + 3600, self.midnight - ago * DAY - mixed(i) % DAY)

    def level(self, i: int) -> int:
        """Return the place of the service level: of ten clients two A, six B, two C."""
        return min((0, 0, 1, 1, 1, 1, 1, 1, 2, 2)[i % 10], len(self.ground.levels) - 1)

    def touches_of(self, i: int) -> int:
        return (self.touches - i - 1) // self.count + 1 if i < self.touches else 0


def plan_clients(ground: Ground, *, count: int, calls: int, touches: int, midnight: int) -> Clients:
    """Reserve the ids of `count` clients; their meetings come before those that the hunters have already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(starts_at) FROM hunters_meeting WHERE hunter_id = ANY (%s)", [ground.hunters]
        )
        earliest = cursor.fetchone()[0]
    before = midnight_of(earliest) if earliest else midnight - 20 * DAY
    first = {label: reserve(label, count) for label in LABELS}
    stage = stages()[-1].pk
    return Clients(ground, count, calls, touches, midnight, min(before, midnight - 20 * DAY), stage, first)
