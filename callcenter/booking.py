"""What a call manager asks of the hunters when a company agrees to meet."""

from dataclasses import dataclass
from datetime import datetime

from salesorg.people.models import User


@dataclass(frozen=True)
class MeetingWish:
    """A meeting as agreed on the phone; `hunter` None means the fairest free one, `minutes` 0 the organisation's usual."""

    starts_at: datetime
    hunter: User | None = None
    minutes: int = 0
    place: str = ""
    contact: str = ""
