"""Reads of scripts: what there is, which version is which, what each version brought in a period."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, QuerySet

from callcenter.chance import Verdict, verdict
from callcenter.funnel import BOOKED, FIRST
from callcenter.models import Call, CallList, Script, ScriptVersion
from callcenter.script_figures import share
from callcenter.script_sums import calls_by_version, companies_by_version
from callcenter.script_text import NO_ANSWER

KEPT_SECONDS = 300
SHOWN_VERSIONS = 50
NOTED = [{"answer": NO_ANSWER}]


def scripts() -> QuerySet[Script]:
    """Return all scripts, each with `live` (its versions in use and its draft, see `parts_of`) and its lists."""
    live = ScriptVersion.objects.filter(Q(is_published=True) | Q(is_draft=True)).select_related("created_by")
    return Script.objects.prefetch_related(
        Prefetch("versions", live, to_attr="live"), Prefetch("call_lists", CallList.objects.order_by("name"))
    )


@dataclass(frozen=True)
class Parts:
    """Of one script: the published version, the challenger beside it, the draft. Each may be missing."""

    published: ScriptVersion | None = None
    challenger: ScriptVersion | None = None
    draft: ScriptVersion | None = None


def parts_of(versions: Iterable[ScriptVersion]) -> Parts:
    """Return which of a script's versions is what."""
    found = list(versions)
    return Parts(
        published=next((one for one in found if one.is_published and not one.is_challenger), None),
        challenger=next((one for one in found if one.is_challenger), None),
        draft=next((one for one in found if one.is_draft), None),
    )


def scripts_with_lists() -> QuerySet[Script]:
    """Return all scripts with their lists, for a page that reads the versions by itself."""
    return Script.objects.prefetch_related(Prefetch("call_lists", CallList.objects.order_by("name")))


def versions_of(script: Script) -> QuerySet[ScriptVersion]:
    """Return a script's versions, newest first."""
    return script.versions.select_related("created_by")


def shown_versions(script: Script) -> list[ScriptVersion]:
    """Return the fifty versions a page shows, newest first: those in use are always among them."""
    some = versions_of(script).order_by("-is_draft", "-is_published", "-number")[:SHOWN_VERSIONS]
    return sorted(some, key=lambda version: -version.number)


@dataclass(frozen=True)
class Conversion:
    """Calls made with one version and what they brought; `leads` called, `met` reached, `won` booked (companies, each once)."""

    calls: int = 0
    reached: int = 0
    leads: int = 0
    met: int = 0
    booked: int = 0
    won: int = 0
    held: int = 0
    sold: int = 0

    @property
    def rate(self) -> Decimal | None:
        """Booked meetings per reached company, or None while nobody was reached."""
        return share(self.booked, self.reached)

    @property
    def companies(self) -> int:
        """Companies reached: nobody books without being reached, who did so by a slip counts."""
        return max(self.met, self.won)

    @property
    def won_rate(self) -> Decimal | None:
        """Companies that booked of those reached: what a test compares."""
        return share(self.won, self.companies)

    @property
    def held_rate(self) -> Decimal | None:
        """Held meetings of those booked."""
        return share(self.held, self.booked)

    def __add__(self, other: "Conversion") -> "Conversion":
        """Two versions together: a company is led through one of them."""
        return Conversion(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


def conversions(start: datetime, end: datetime | None, zone: ZoneInfo) -> dict[int, Conversion]:
    """Return what the calls of [start, end) brought, by script version, whenever it happened. Two queries, kept five minutes.

    `zone`: the organisation's. Companies (`leads`, `met`) are not counted: see `compared`.
    """
    key = f"callcenter:conversions:{start.timestamp()}:{end.timestamp() if end else ''}"
    kept: dict[int, Conversion] | None = cache.get(key)
    if kept is None:
        kept = conversions_now(start, end, zone)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def conversions_now(start: datetime, end: datetime | None, zone: ZoneInfo) -> dict[int, Conversion]:
    """Return the same, counted anew. Two queries."""
    calls = calls_by_version(start, end, zone)
    return _brought({one: Conversion(*counts) for one, counts in calls.items()}, start, end)


def compared(versions: Sequence[int], start: datetime, end: datetime | None = None) -> dict[int, Conversion]:
    """Return what each of these versions brought in [start, end), companies counted too. Two queries, kept five minutes."""
    key = f"callcenter:compared:{'-'.join(map(str, versions))}:{start.timestamp()}:{end.timestamp() if end else ''}"
    kept: dict[int, Conversion] | None = cache.get(key)
    if kept is None:
        calls = companies_by_version(versions, start, end)
        kept = _brought({one: Conversion(*calls.get(one, ())) for one in versions}, start, end)
        cache.set(key, kept, KEPT_SECONDS)
    return {one: kept[one] for one in versions}


def _brought(called: dict[int, Conversion], start: datetime, end: datetime | None) -> dict[int, Conversion]:
    """Add the meetings to what was called: one is booked at the moment of its call."""
    booked = between(
        Call.objects.filter(BOOKED, script_version__isnull=False), "meeting__booked_at", start, end
    )
    rows = booked.order_by().values_list("script_version_id").annotate(
        n_booked=Count("*"), n_won=Count("lead_id", distinct=True),
        n_held=Count("pk", filter=Q(meeting__state="held")), n_sold=Count("pk", filter=FIRST),
    )  # fmt: skip
    for version, booked_n, won, held, sold in rows:
        before = called.get(version, Conversion())
        called[version] = replace(before, booked=booked_n, won=won, held=held, sold=sold)
    return called


def between(calls: QuerySet[Call], field: str, start: datetime, end: datetime | None) -> QuerySet[Call]:
    """Return the calls whose `field` lies in [start, end)."""
    found = calls.filter(**{f"{field}__gte": start})
    return found.filter(**{f"{field}__lt": end}) if end else found


@dataclass(frozen=True)
class RunningTest:
    """Two published versions beside each other since the challenger began."""

    published: ScriptVersion
    challenger: ScriptVersion
    began: datetime
    first: Conversion
    second: Conversion

    @property
    def verdict(self) -> Verdict:
        """Whether they differ by more than chance."""
        return verdict((self.first.won, self.first.met), (self.second.won, self.second.met))


def running_test(parts: Parts) -> RunningTest | None:
    """Return the test that runs, with the figures of both versions; None without one."""
    if parts.published is None or parts.challenger is None:
        return None
    began = parts.challenger.published_at or parts.challenger.created_at
    both = [parts.published.pk, parts.challenger.pk]
    first, second = compared(both, began).values()
    return RunningTest(parts.published, parts.challenger, began, first, second)


def notes_of(versions: Iterable[int], start: datetime, end: datetime, step: str = "") -> QuerySet[Call]:
    """Return the calls with a «no suitable answer», newest first (index `call_without_answer`); those of one `step` if named."""
    found = Call.objects.filter(answers__contains=NOTED, script_version__in=list(versions))
    noted = between(found, "at", start, end)
    if step:
        noted = noted.filter(answers__contains=[{"step": step, "answer": NO_ANSWER}])
    return noted.select_related("manager", "lead__company", "script_version").order_by("-at", "-id")


def said_at(call: Call, step: str = "") -> list[tuple[str, str]]:
    """Return (step, what they said) of a call for which the script had no answer; of one `step` if named."""
    found = [
        (str(one.get("step", "")), str(one.get("said") or "").strip())
        for one in call.answers
        if isinstance(one, dict) and one.get("answer") == NO_ANSWER
    ]
    return [one for one in found if not step or one[0] == step]
