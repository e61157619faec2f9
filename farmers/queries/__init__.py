"""Reads of the client department; other stages come in here."""

from farmers.queries.accounts import (
    Figures,
    account_of,
    accounts_servable_by,
    accounts_visible_to,
    default_level,
    figures,
    portfolio,
    service_levels,
    touch_that_counts,
)
from farmers.queries.loads import (
    FarmerChoice,
    FarmerLoad,
    department_head,
    farmer_for,
    farmer_loads,
    hiring_numbers,
    hiring_signal,
    pace_per_week,
)
from farmers.queries.lost import lost_since
from farmers.queries.moves import AT_ONCE, LoadChange, Move, MovePlan, plan_moves

__all__ = [
    "AT_ONCE",
    "FarmerChoice",
    "FarmerLoad",
    "Figures",
    "LoadChange",
    "Move",
    "MovePlan",
    "account_of",
    "accounts_servable_by",
    "accounts_visible_to",
    "default_level",
    "department_head",
    "farmer_for",
    "farmer_loads",
    "figures",
    "hiring_numbers",
    "hiring_signal",
    "lost_since",
    "pace_per_week",
    "plan_moves",
    "portfolio",
    "service_levels",
    "touch_that_counts",
]
