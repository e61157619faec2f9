"""The telephone exchange: signs and sends what happens on its lines, and counts the answers."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from time import monotonic
from typing import Any

from callcenter.phone_queries import Line
from callcenter.simulation.http import ask

# An exchange that got no answer in time says it again, and its messages overtake each other.
TWICE, LATE, ANSWERED = 0.15, 0.1, 0.6
RECORDING = "https://pbx.example/recordings/{}.mp3"


@dataclass
class Exchange:
    """`say` prints one line per event; there is never a phone number in it."""

    url: str
    secret: str
    dice: Random
    now: Callable[[], datetime]
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self.answers: Counter[int] = Counter()
        self.twice = self.late = 0

    def tell(self, kind: str, about: dict[str, Any], who: str, **more: Any) -> None:
        """Send one event; now and then twice."""
        self._send({"event": kind, **about, **more}, who)
        if self.dice.random() < TWICE:
            self.twice += 1
            self._send({"event": kind, **about, **more}, f"{who}, again")

    def _send(self, event: dict[str, Any], who: str) -> None:
        body = json.dumps(event).encode()
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Signature": f"sha256={signature}"}
        status, _answer = ask("POST", f"{self.url}/api/v1/telephony/events/", body, headers)
        self.answers[status] += 1
        self.say(f"{event['call_id']}  {event['direction']:8} {event['event']:8} {status}  {who}")

    def outbound(self, line: Line) -> Generator[float, None, bool]:
        """Dial a company: yields the seconds to wait, returns whether somebody answered."""
        about = self._about("outbound", line.extension, line.phone)
        who = f"{line.username}, claim {line.claim}"
        self.tell("ringing", about, who)
        yield self.dice.uniform(4, 25)
        if self.dice.random() >= ANSWERED:
            self.tell("ended", about, who, duration=0)
            return False
        # The product's clock does not run faster for us: what is told is what it sees.
        answered, late = monotonic(), self.dice.random() < LATE
        if not late:
            self.tell("answered", about, who)
        yield self.dice.triangular(20, 420, 70)
        talk = round(monotonic() - answered)
        self.tell("ended", about, who, duration=talk, recording_url=RECORDING.format(about["call_id"]))
        if late:
            self.late += 1
            self.tell("answered", about, f"{who}, late")
        return True

    def inbound(self) -> Generator[float, None, None]:
        """Somebody whom nobody knows rings at no extension and gives up."""
        about = self._about("inbound", "", f"+1999{self.dice.randrange(10**7):07d}")
        self.tell("ringing", about, "unknown")
        yield self.dice.uniform(5, 30)
        self.tell("ended", about, "unknown")

    def _about(self, direction: str, extension: str, phone: str) -> dict[str, Any]:
        ours, theirs = ("from", "to") if direction == "outbound" else ("to", "from")
        call_id = f"sim-{self.dice.getrandbits(64):016x}"
        return {
            "direction": direction, ours: extension, theirs: phone, "call_id": call_id,
            "started_at": self.now().isoformat(),
        }  # fmt: skip
