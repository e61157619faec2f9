"""Whether calling hours are so wide that companies would be called at night by their own clock. Pure."""

from datetime import time

# Nobody's day is longer; wider hours also make the thirds of the day so long that one of them begins at night.
LONGEST_HOURS = 12


def call_at_night(opens: time, closes: time, civil_from: time, civil_to: time) -> bool:
    """Whether `opens`-`closes` goes beyond the hours at which one may be met, or is wider than twelve hours."""
    minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    return opens < civil_from or closes > civil_to or minutes > LONGEST_HOURS * 60
