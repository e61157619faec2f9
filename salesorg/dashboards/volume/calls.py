"""Which call was made to whom, when and how it ended: by arithmetic, so that leads and calls agree without being read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from callcenter.verbs import CALL_LOGGED
from salesorg.dashboards.volume.ground import Ground
from salesorg.lib.copying import DAY, NULL, copy_rows, reserve, stamp

DAYS = 520
HOURS = 9 * 3600
OPENS = 14 * 3600
ENDINGS = (
    "no_answer",
    "no_answer",
    "busy",
    "no_answer",
    "voicemail",
    "no_answer",
    "gatekeeper",
    "no_answer",
    "callback",
    "gatekeeper",
)
REACHED = {"callback", "not_interested", "meeting_booked"}


def mixed(n: int) -> int:
    """Return a number that looks random and is the same each time."""
    n = (n ^ 61) ^ (n >> 16)
    n = (n * 9) & 0xFFFFFFFF
    return ((n ^ (n >> 4)) * 0x27D4EB2D) & 0xFFFFFFFF


@dataclass(frozen=True)
class Calls:
    """`count` calls to `leads` leads, dealt out in turn: call k goes to lead k modulo leads."""

    count: int
    leads: int
    midnight: int

    def of(self, lead: int) -> range:
        """Return the numbers of the calls to one lead, the first call first."""
        return range(lead, self.count, self.leads)

    def at(self, call: int) -> int:
        """Return when a call was made, in seconds since 1970: on working days of the last two years."""
        day = call * DAYS // self.count
        ago = 1 + (DAYS - 1 - day) // 5 * 7 + (DAYS - 1 - day) % 5
        return self.midnight - ago * DAY + OPENS + mixed(call) % HOURS

    def ending(self, call: int) -> str:
        """Return the code of a call's disposition; a closed lead's last call closed it."""
        if is_closed(call % self.leads) and call + self.leads >= self.count:
            return "not_interested"
        return ENDINGS[mixed(call) % 10]

    def attempts(self, lead: int) -> int:
        """Return how many calls did not reach the lead, but fewer than would close it."""
        return min(5, sum(self.ending(call) not in REACHED for call in self.of(lead)))

    def last(self, lead: int) -> int | None:
        """Return when the lead was last called, in seconds."""
        return max((self.at(call) for call in self.of(lead)), default=None)


def is_closed(lead: int) -> bool:
    """Whether this lead is closed: one of twenty."""
    return lead % 20 == 7


def midnight_of(now: datetime) -> int:
    """Return the beginning of the day of `now` (UTC) in seconds."""
    return int(now.timestamp()) // DAY * DAY


def copy_calls(ground: Ground, calls: Calls, first_lead: int, first_company: int, part: range) -> None:
    """Load the calls of `part` with their ended claims and activities."""
    claim, call = reserve("callcenter.Claim", len(part)), reserve("callcenter.Call", len(part))
    copy_claims(
        ground,
        [(claim + i, first_lead + k % calls.leads, calls.at(k), k) for i, k in enumerate(part)],
        calls.leads,
    )
    copy_rows(
        "callcenter.Call",
        ["id", "lead_id", "claim_id", "manager_id", "call_list_id", "script_version_id", "disposition_id", "reached", "at",
         "seconds", "reason"],
        (
            (call + i, first_lead + k % calls.leads, claim + i, caller(ground, k), list_of(ground, k % calls.leads),
             version_of(ground, k % calls.leads), ground.dispositions[calls.ending(k)],
             "t" if calls.ending(k) in REACHED else "f", stamp(calls.at(k)), 60 + mixed(k) % 300,
             "no_need" if calls.ending(k) == "not_interested" else "")
            for i, k in enumerate(part)
        ),
    )  # fmt: skip
    copy_rows(
        "clients.Activity", ["company_id", "actor_id", "at", "data"],
        (
            (first_company + k % calls.leads, caller(ground, k), stamp(calls.at(k)),
             f'{{"call": {call + i}, "disposition": "{calls.ending(k)}"}}')
            for i, k in enumerate(part)
        ),
        verb=CALL_LOGGED,
    )  # fmt: skip


def copy_claims(ground: Ground, rows: list[tuple[int, int, int, int]], leads: int) -> None:
    """Load ended claims: (id, lead, when its call was logged, number of the call)."""
    copy_rows(
        "callcenter.Claim",
        ["id", "lead_id", "manager_id", "script_version_id", "started_at", "expires_at", "ended_at"],
        (
            (pk, lead, caller(ground, k), version_of(ground, k % leads), stamp(at - 360), stamp(at + 840), stamp(at))
            for pk, lead, at, k in rows
        ),
        ending="disposed",
    )  # fmt: skip


def caller(ground: Ground, call: int) -> int:
    """Return who made a call."""
    return ground.callers[mixed(call + 7) % len(ground.callers)]


def list_of(ground: Ground, lead: int) -> int:
    """Return the list of a lead: dealt out in turn."""
    return ground.lists[lead % len(ground.lists)]


def version_of(ground: Ground, lead: int) -> int | str:
    """Return the script version that a lead's list uses."""
    return ground.scripts[list_of(ground, lead)] or NULL


def parts(count: int, size: int = 100_000) -> Iterator[range]:
    """Yield 0..count in pieces: each is one transaction, so that no deferred check waits for a million rows."""
    for start in range(0, count, size):
        yield range(start, min(start + size, count))
