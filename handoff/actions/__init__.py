"""What is done with a handoff and with commissions: the listing is the feature list."""

from handoff.actions.hand_off_company import HandedOver, hand_off_company

__all__ = ["HandedOver", "hand_off_company"]
