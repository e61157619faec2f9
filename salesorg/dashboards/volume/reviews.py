"""Some calls were picked to be listened to; most of those that are not of the last days were."""

from salesorg.dashboards.volume.calls import Made, caller, mixed
from salesorg.dashboards.volume.ground import CRITERIA, Ground
from salesorg.lib.copying import DAY, NULL, copy_rows, reserve, stamp

PICKED = 500


def copy_reviews(ground: Ground, calls: list[tuple[int, Made]]) -> None:
    """Pick one of so many calls (their ids with what is told of them) and review those older than a week."""
    picked = [(call, made) for call, made in calls if made.number % PICKED == 3]
    first = reserve("callcenter.Review", len(picked)) if picked else 0
    week_ago = ground.now.timestamp() - 7 * DAY
    rows = [(first + n, call, made, made.at < week_ago) for n, (call, made) in enumerate(picked)]
    copy_rows(
        "callcenter.Review",
        ["id", "call_id", "manager_id", "picked_at", "scorecard_id", "reviewer_id", "reviewed_at", "score", "failed"],
        (
            (pk, call, caller(ground, made.number), stamp(made.at + 3600),
             *((ground.scorecard, ground.reviewer, stamp(made.at + 2 * DAY), *_score(made)) if done else (NULL, NULL, NULL, NULL, "f")))
            for pk, call, made, done in rows
        ),
        picked="sample",
    )  # fmt: skip
    copy_rows(
        "callcenter.ReviewMark", ["review_id", "position", "text", "weight", "instant_fail", "met"],
        (
            (pk, place, text, weight, "t" if fatal else "f", _met(made, place))
            for pk, _call, made, done in rows
            if done
            for place, (text, weight, fatal) in enumerate(CRITERIA)
        ),
    )  # fmt: skip


def _met(made: Made, place: int) -> int:
    """How far a criterion was met: mostly."""
    return (0, 1, 1, 2, 2, 2, 2, 2)[mixed(made.number * 8 + place) % 8]


def _score(made: Made) -> tuple[int, str]:
    met = [(weight * _met(made, place), weight) for place, (_text, weight, _fatal) in enumerate(CRITERIA)]
    failed = any(fatal and _met(made, place) == 0 for place, (_text, _weight, fatal) in enumerate(CRITERIA))
    score = round(100 * sum(got for got, _ in met) / (2 * sum(weight for _, weight in met)))
    return (0, "t") if failed else (score, "f")
