"""What the client department does: the listing is the feature list."""

from farmers.actions.move_account import move_account
from farmers.actions.open_account import open_account

__all__ = ["move_account", "open_account"]
