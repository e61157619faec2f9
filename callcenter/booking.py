"""What a call manager asks of the hunters when a company agrees to meet."""

from dataclasses import dataclass
from datetime import datetime

from hunters.actions import InviteTo
from salesorg.people.models import User


@dataclass(frozen=True)
class MeetingWish:
    """A meeting as agreed on the phone; `hunter` None means the fairest free one, `minutes` 0 the organisation's usual.

    A place or a video link, one of them is needed; `invite_to`: the address that gets the invitation, None for no mail.
    """

    starts_at: datetime
    hunter: User | None = None
    minutes: int = 0
    place: str = ""
    contact: str = ""
    video_link: str = ""
    invite_to: InviteTo | None = None
