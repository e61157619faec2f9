"""What is done with money: the listing is the feature list."""

from salesorg.sales.actions.record_payment import record_payment
from salesorg.sales.actions.record_sale import LineInput, record_sale
from salesorg.sales.actions.refund_payment import refund_payment

__all__ = ["LineInput", "record_payment", "record_sale", "refund_payment"]
