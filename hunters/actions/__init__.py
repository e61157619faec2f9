"""What the hunters do: the listing is the feature list."""

from hunters.actions._invitations import InviteTo
from hunters.actions.close_first_sale import Won, close_first_sale
from hunters.actions.continue_as_cross_sell import continue_as_cross_sell
from hunters.actions.invite_to_meeting import invite_to_meeting
from hunters.actions.join_prospects import join_prospects, part_prospects
from hunters.actions.log_contact import log_contact
from hunters.actions.lose_deal import lose_deal
from hunters.actions.move_deal import move_deal
from hunters.actions.open_deal import open_deal
from hunters.actions.plan_next_step import plan_next_step
from hunters.actions.reassign_prospect import reassign_prospect
from hunters.actions.record_outcome import Recorded, record_outcome
from hunters.actions.release_meeting import release_meeting
from hunters.actions.reschedule_meeting import reschedule_meeting
from hunters.actions.return_prospects_of import return_prospects_of
from hunters.actions.schedule_meeting import schedule_meeting
from hunters.actions.send_invitation import send_invitation
from hunters.actions.win_deal import win_deal
from hunters.actions.withdraw_meeting import withdraw_meeting

__all__ = [
    "InviteTo",
    "Recorded",
    "Won",
    "close_first_sale",
    "continue_as_cross_sell",
    "invite_to_meeting",
    "join_prospects",
    "log_contact",
    "lose_deal",
    "move_deal",
    "open_deal",
    "part_prospects",
    "plan_next_step",
    "reassign_prospect",
    "record_outcome",
    "release_meeting",
    "reschedule_meeting",
    "return_prospects_of",
    "schedule_meeting",
    "send_invitation",
    "win_deal",
    "withdraw_meeting",
]
