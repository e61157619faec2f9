"""Which call was made to whom, when and how it ended: by arithmetic, so that leads and calls agree without being read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from salesorg.dashboards.volume.ground import Ground
from salesorg.lib.copying import DAY, NULL

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
# Somebody spoke, though not the one who decides.
ANSWERED = REACHED | {"gatekeeper"}


def mixed(n: int) -> int:
    """Return a number that looks random and is the same each time."""
    n = (n ^ 61) ^ (n >> 16)
    n = (n * 9) & 0xFFFFFFFF
    return ((n ^ (n >> 4)) * 0x27D4EB2D) & 0xFFFFFFFF


class Made(NamedTuple):
    """One call: its number, when it was logged, how it ended, and the seconds of it: from the claim to the answer, of the wrap-up
    (both 0 if nobody answered), and in all."""

    number: int
    at: int
    ending: str
    seconds: int
    ring: int
    wrap_up: int

    @property
    def reached(self) -> bool:
        return self.ending in REACHED

    @property
    def talk(self) -> int | None:
        """Seconds of the talk, None if nobody answered."""
        return self.seconds - self.ring - self.wrap_up if self.ending in ANSWERED else None

    @property
    def began(self) -> int:
        """When the lead was claimed."""
        return self.at - self.seconds


def made_call(number: int, at: int, ending: str, seconds: int) -> Made:
    """Return a call of that many seconds (60 and more), divided into ringing, talk and wrap-up if somebody answered."""
    spoke = ending in ANSWERED
    return Made(
        number,
        at,
        ending,
        seconds,
        5 + mixed(number + 3) % 15 if spoke else 0,
        5 + mixed(number + 5) % 25 if spoke else 0,
    )


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

    def last(self, lead: int) -> tuple[int | None, int]:
        """Return when the lead was last called, in seconds, and how many calls it had on that day.

        All fall into one local day of a place in America if they fall into one day of UTC: see OPENS and HOURS.
        """
        times = [self.at(call) for call in self.of(lead)]
        last = max(times, default=None)
        return last, sum(time // DAY == last // DAY for time in times) if last is not None else 0

    def made(self, call: int) -> Made:
        """Return what is told of one call."""
        return made_call(call, self.at(call), self.ending(call), 60 + mixed(call) % 300)


def is_closed(lead: int) -> bool:
    """Whether this lead is closed: one of twenty."""
    return lead % 20 == 7


def midnight_of(now: datetime) -> int:
    """Return the beginning of the day of `now` (UTC) in seconds."""
    return int(now.timestamp()) // DAY * DAY


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
