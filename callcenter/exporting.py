"""What is kept with an export of this stage's tables."""

from typing import Any

from callcenter.report_queries import Asked
from salesorg.people.exporting import export

__all__ = ["export", "recorded"]


def recorded(asked: Asked) -> dict[str, Any]:
    """Return the filters as they are kept with an export: days and ids, nobody's name."""
    named = {name: value for name, value in vars(asked).items() if name != "period" and value is not None}
    return {"from": asked.period.first.isoformat(), "to": asked.period.last.isoformat(), **named}
