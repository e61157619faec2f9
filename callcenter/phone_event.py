"""What a telephone exchange says of a call, in our words. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from salesorg.lib.phones import keyed_hash, normalise_phone

# «sip:101@pbx.example;transport=tcp», «tel:+13347938701»: what stands between is the number or the extension.
_ADDRESS = re.compile(r"^(?:sips?|tel):", re.IGNORECASE)
_TAIL = re.compile(r"[@;].*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PhoneEvent:
    """One event of a call: `kind` ringing, answered or ended; `phone` the company's side of the line as it was told,
    `extension` ours. `started_at` is when the call began, `duration` the talk in seconds."""

    kind: str
    inbound: bool
    phone: str
    extension: str
    call_id: str
    started_at: datetime | None = None
    duration: int | None = None
    recording_url: str = ""

    @property
    def direction(self) -> str:
        """The direction as it is stored."""
        return "inbound" if self.inbound else "outbound"


def line_of(address: str) -> str:
    """Return the number or extension in what an exchange writes: bare, or as a SIP or telephone address."""
    return _TAIL.sub("", _ADDRESS.sub("", address.strip())).strip()


def hash_of(phone: str, region: str) -> str:
    """Return the hash by which the number is known, in whatever spelling it was told; '' for a withheld number.

    What is no valid number (a short one within the exchange) has a hash too, which is no company's.
    """
    line = line_of(phone)
    return keyed_hash(normalise_phone(line, region) or line) if line else ""


def times_of(event: PhoneEvent, at: datetime) -> tuple[datetime, datetime | None, datetime | None]:
    """Return when the call began, was answered and ended, as far as this event alone tells when heard at `at`.

    An end tells the answer too, by the talk it counted. Nothing lies in the future, whatever the exchange's clock says.
    """
    started = min(event.started_at or at, at)
    if event.kind == "answered":
        return started, at, None
    if event.kind == "ended":
        return started, max(started, at - timedelta(seconds=event.duration)) if event.duration else None, at
    return started, None, None
