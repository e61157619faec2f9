"""One file per thing. The roof has no rows of its own but sums of what stands below."""

from salesorg.dashboards.models.booked_call import BookedCall
from salesorg.dashboards.models.call_day import CallDay, CallsFolded

__all__ = ["BookedCall", "CallDay", "CallsFolded"]
