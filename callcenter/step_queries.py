"""The calls of a period as paths through one script version: the database adds them up, `script_figures` counts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, F, Func, JSONField, Q, Value
from django.db.models.expressions import Combinable

from callcenter.funnel import BOOKED, FIRST
from callcenter.models import Call, ScriptVersion
from callcenter.script_figures import Outcome, Path, StepFigures, figures_of_steps
from callcenter.script_queries import KEPT_SECONDS, Conversion, between, conversions, conversions_now
from callcenter.script_sums import Said, said_in, ways_of

Figures = tuple[dict[int, Conversion], list[StepFigures]]


def version_figures(version: ScriptVersion | None, start: datetime, end: datetime, zone: ZoneInfo) -> Figures:
    """Return what the calls of [start, end) brought by version, and at each step of this one: counted at the same moment.

    Four queries, kept five minutes together: figures of different age would contradict each other on one page. `zone`: the
    organisation's.
    """
    if version is None:
        return conversions(start, end, zone), []
    key = f"callcenter:figures:{version.pk}:{start.timestamp()}:{end.timestamp()}"
    kept: Figures | None = cache.get(key)
    if kept is None:
        kept = conversions_now(start, end, zone), step_figures(version, start, end, zone)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def step_figures(version: ScriptVersion, start: datetime, end: datetime, zone: ZoneInfo) -> list[StepFigures]:
    """Return what the calls of [start, end) with this version came to at each step. Two queries. `zone`: the organisation's."""
    return figures_of_steps(version.steps, paths_of(version, start, end, zone))


def paths_of(version: ScriptVersion, start: datetime, end: datetime, zone: ZoneInfo) -> list[Path]:
    """Return the calls of [start, end) by the way they took: as many rows as there are different ways."""
    led = _led_to(version, start, end)
    return [
        Path(said, Outcome(calls, *led.get(said, (0, 0, 0))), reached, refused)
        for said, (calls, reached, refused) in ways_of(version.pk, start, end, zone).items()
    ]


def _led_to(version: ScriptVersion, start: datetime, end: datetime) -> dict[Said, tuple[int, int, int]]:
    """Booked, held and sold by way, from the few calls that booked anything (index `call_that_booked`).

    A meeting that was sent back before the hunter got it is none, as everywhere.
    """
    calls = between(Call.objects.filter(script_version=version, meeting__isnull=False), "at", start, end)
    rows = (
        calls.order_by()
        .annotate(said_steps=_each("step"), said_answers=_each("answer"))
        .values_list("said_steps", "said_answers")
        .annotate(
            n=Count("meeting_id", filter=BOOKED), n_held=Count("pk", filter=Q(meeting__state="held")), n_sold=Count("pk", filter=FIRST)
        )
    )  # fmt: skip
    found: dict[Said, tuple[int, int, int]] = {}
    for steps, answers, booked, held, sold in rows:
        said = said_in(steps, answers)
        before = found.get(said, (0, 0, 0))
        found[said] = (before[0] + booked, before[1] + held, before[2] + sold)
    return found


def _each(name: str) -> Combinable:
    """One name out of every answer; what was said in words would make every path its own."""
    path = Value(f"$[*].{name}")
    return Func(
        F("answers"), path, function="jsonb_path_query_array", template="%(function)s(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )  # fmt: skip
