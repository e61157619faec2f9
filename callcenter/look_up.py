"""Who calls us, and what is to be done about it."""

from dataclasses import dataclass
from enum import StrEnum

from salesorg.people.models import User


class Found(StrEnum):
    """What a look-up by number comes to."""

    TAKEN = "taken"  # the lead is in hand now
    IN_HAND = "in_hand"  # of the colleague who is calling them
    PUT_THROUGH = "put_through"  # to the hunter or farmer whose company it is
    DO_NOT_CALL = "do_not_call"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LookUp:
    """The answer to a look-up: nothing of the company but whose it is; `claim` if it is in hand now."""

    found: Found
    claim: int | None = None
    person: User | None = None


@dataclass(frozen=True)
class LeadFound:
    """The answer to the administrator's look-up: the lead's id, or that the number is a client's, or neither."""

    lead: int | None
    is_client: bool = False
