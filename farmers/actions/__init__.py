"""What the client department does: the listing is the feature list."""

from farmers.actions.answer_request import answer_request
from farmers.actions.change_service_level import change_service_level
from farmers.actions.log_touch import log_touch
from farmers.actions.make_promise import make_promise
from farmers.actions.move_account import move_account
from farmers.actions.move_accounts import move_accounts
from farmers.actions.open_account import open_account
from farmers.actions.pass_promise_on import pass_promise_on
from farmers.actions.reassign_account import reassign_account
from farmers.actions.record_repeat_sale import record_repeat_sale
from farmers.actions.register_request import register_request
from farmers.actions.return_portfolio_of import return_portfolio_of
from farmers.actions.set_service_level import set_service_level
from farmers.actions.settle_promise import settle_promise
from farmers.actions.sweep_neglect import NeglectSweep, sweep_neglect

__all__ = [
    "NeglectSweep",
    "answer_request",
    "change_service_level",
    "log_touch",
    "make_promise",
    "move_account",
    "move_accounts",
    "open_account",
    "pass_promise_on",
    "reassign_account",
    "record_repeat_sale",
    "register_request",
    "return_portfolio_of",
    "set_service_level",
    "settle_promise",
    "sweep_neglect",
]
