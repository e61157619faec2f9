"""What is done with money: the listing is the feature list."""

from salesorg.sales.actions.confirm_statement import confirm_statement
from salesorg.sales.actions.discard_statement import discard_statement, forget_statements
from salesorg.sales.actions.ignore_line import ignore_line
from salesorg.sales.actions.match_line import match_line
from salesorg.sales.actions.move_payment import BeyondSale, move_payment
from salesorg.sales.actions.read_statement import read_statement
from salesorg.sales.actions.record_payment import record_payment
from salesorg.sales.actions.record_sale import LineInput, record_sale
from salesorg.sales.actions.refund_line import refund_line
from salesorg.sales.actions.refund_payment import refund_payment
from salesorg.sales.actions.restore_line import restore_line
from salesorg.sales.actions.split_line import Share, split_line
from salesorg.sales.actions.upload_statement import upload_statement

__all__ = [
    "BeyondSale",
    "LineInput",
    "Share",
    "confirm_statement",
    "discard_statement",
    "forget_statements",
    "ignore_line",
    "match_line",
    "move_payment",
    "read_statement",
    "record_payment",
    "record_sale",
    "refund_line",
    "refund_payment",
    "restore_line",
    "split_line",
    "upload_statement",
]
