"""One file per thing."""

from hunters.models.deal import Deal
from hunters.models.deal_stage import DealStage
from hunters.models.invitation import Invitation
from hunters.models.meeting import Meeting, MeetingMove

__all__ = ["Deal", "DealStage", "Invitation", "Meeting", "MeetingMove"]
