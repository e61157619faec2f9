"""The calls of a period as paths through one script version: the database groups them, `script_figures` counts."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, F, Func, JSONField, Q, Value
from django.db.models.expressions import Combinable

from callcenter.funnel import FIRST
from callcenter.models import Call, ScriptVersion
from callcenter.script_figures import Outcome, Path, StepFigures, figures_of_steps
from callcenter.script_queries import KEPT_SECONDS, between


def step_figures(version: ScriptVersion, start: datetime, end: datetime) -> list[StepFigures]:
    """Return what the calls of [start, end) with this version came to at each step. One query, kept five minutes."""
    key = f"callcenter:steps:{version.pk}:{start.timestamp()}:{end.timestamp()}"
    kept: list[StepFigures] | None = cache.get(key)
    if kept is None:
        kept = figures_of_steps(version.steps, paths_of(version, start, end))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def paths_of(version: ScriptVersion, start: datetime, end: datetime) -> list[Path]:
    """Return the calls of [start, end) by the way they took: as many rows as there are different ways."""
    calls = between(Call.objects.filter(script_version=version), "at", start, end)
    rows = (
        calls.order_by()
        .annotate(said_steps=_each("step"), said_answers=_each("answer"))
        .values_list("said_steps", "said_answers")
        .annotate(
            n=Count("*"), n_reached=Count("pk", filter=Q(reached=True)), n_booked=Count("meeting_id"),
            n_held=Count("pk", filter=Q(meeting__state="held")), n_sold=Count("pk", filter=FIRST),
        )
    )  # fmt: skip
    return [
        Path(_said(steps, answers), Outcome(n, booked, held, sold), reached)
        for steps, answers, n, reached, booked, held, sold in rows
    ]


def _each(name: str) -> Combinable:
    """One name out of every answer; what was said in words would make every path its own."""
    path = Value(f"$[*].{name}")
    return Func(
        F("answers"), path, function="jsonb_path_query_array", template="%(function)s(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )  # fmt: skip


def _said(steps: list[object], answers: list[object]) -> tuple[tuple[str, object], ...]:
    pairs = zip(steps, answers, strict=False)
    return tuple((str(step), answer) for step, answer in pairs if isinstance(answer, int | str))
