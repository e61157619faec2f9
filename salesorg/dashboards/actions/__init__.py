"""What needs several floors at once: the work of one who leaves, the record of decisions, a company that rings."""

from salesorg.dashboards.actions.announce_call import announce_call
from salesorg.dashboards.actions.change_person import change_person
from salesorg.dashboards.actions.change_settings import change_settings
from salesorg.dashboards.actions.employ_person import employ_person
from salesorg.dashboards.actions.fold_calls import fold_calls
from salesorg.dashboards.actions.fold_sums import fold_sums
from salesorg.dashboards.actions.give_role import give_role
from salesorg.dashboards.actions.hear_exchange import hear_exchange
from salesorg.dashboards.actions.let_person_go import let_person_go

__all__ = [
    "announce_call",
    "change_person",
    "change_settings",
    "employ_person",
    "fold_calls",
    "fold_sums",
    "give_role",
    "hear_exchange",
    "let_person_go",
]
