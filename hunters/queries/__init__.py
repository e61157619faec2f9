"""Reads of the hunters: nouns."""

from hunters.queries.ahead import InWork, in_work
from hunters.queries.deals import (
    Column,
    board,
    deals_visible_to,
    open_totals,
    rotting_deals,
    rotting_since,
    stages,
    with_rotting,
)
from hunters.queries.figures import BookedBy, Figures, booked_by_figures, figures, hunter_loads, month_start
from hunters.queries.invitations import addresses_of, due_invitations, invitations_of
from hunters.queries.meetings import (
    failed_meeting_ids,
    meeting_states,
    meetings_awaiting_outcome,
    meetings_between,
    meetings_visible_to,
    upcoming_meetings,
)
from hunters.queries.slots import (
    Slot,
    default_horizon,
    fairest_hunters,
    free_slots,
    in_working_hours,
    is_present,
    open_starts,
)
from hunters.queries.story import READS_STORY, deals_of_company, meetings_of_company, meetings_on_card

__all__ = [
    "READS_STORY",
    "BookedBy",
    "Column",
    "Figures",
    "InWork",
    "Slot",
    "addresses_of",
    "board",
    "booked_by_figures",
    "deals_of_company",
    "deals_visible_to",
    "default_horizon",
    "due_invitations",
    "failed_meeting_ids",
    "fairest_hunters",
    "figures",
    "free_slots",
    "hunter_loads",
    "in_work",
    "in_working_hours",
    "invitations_of",
    "is_present",
    "meeting_states",
    "meetings_awaiting_outcome",
    "meetings_between",
    "meetings_of_company",
    "meetings_on_card",
    "meetings_visible_to",
    "month_start",
    "open_starts",
    "open_totals",
    "rotting_deals",
    "rotting_since",
    "stages",
    "upcoming_meetings",
    "with_rotting",
]
