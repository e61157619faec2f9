"""Scores by week as a chart's data (docs/design.md)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from callcenter.review_trend import WeekScore
from salesorg.lib.ui.figures import written

COLOURS = ("blue", "orange")


def week_chart(lines: Sequence[tuple[str, list[WeekScore]]]) -> dict[str, Any]:
    """Return a line chart of the average score of each week; a week without reviews is a gap."""
    return {
        "type": "line",
        "labels": [written(week.monday, "day") for week in lines[0][1]],
        "series": [
            {"label": label, "data": [_whole(week.average) for week in weeks], "color": colour, "dashed": colour != COLOURS[0]}
            for (label, weeks), colour in zip(lines, COLOURS, strict=False)
        ],
    }  # fmt: skip


def _whole(average: Decimal | None) -> int | None:
    return None if average is None else int(average.quantize(Decimal(1), ROUND_HALF_UP))
