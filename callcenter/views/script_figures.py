"""What a script brought: version by version, step by step, answer by answer; and where it had no answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from callcenter.models import Call, Script, ScriptVersion
from callcenter.script_figures import StepFigures
from callcenter.script_pages import span_of, tabs_of
from callcenter.script_queries import Conversion, notes_of, parts_of, said_at, shown_versions
from callcenter.step_queries import version_figures
from callcenter.views.admin_scripts import Watch
from salesorg.lib.paging import page_of
from salesorg.people.queries import database_now, organisation


@require_safe
@Watch
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The calls of a period: all versions beside each other, one of them step by step."""
    script = get_object_or_404(Script, pk=pk)
    every = shown_versions(script)
    versions, parts = [one for one in every if one.published_at], parts_of(every)
    days, form = span_of(request.GET, organisation(), database_now())
    shown = _shown(request, versions) or parts.published or next(iter(versions), None)
    brought, steps = version_figures(shown, days.start, days.end, days.zone)
    context = {
        "script": script, "parts": parts, "tabs": tabs_of(script, parts, "script_figures"), "days": days, "form": form,
        "versions": [(one, brought.get(one.pk, Conversion())) for one in versions], "shown": shown, "steps": steps,
        "total": brought.get(shown.pk, Conversion()) if shown else Conversion(), "reached": [step for step in steps if step.came.calls], "worst": _worst(steps),
    }  # fmt: skip
    return render(request, "callcenter/script_figures.html", context, status=422 if form.errors else 200)


def _shown(request: HttpRequest, versions: list[ScriptVersion]) -> ScriptVersion | None:
    number = request.GET.get("version", "")
    return next((one for one in versions if str(one.number) == number), None)


def _worst(steps: list[StepFigures]) -> set[str]:
    """The step at which most calls died: none if none did."""
    most = max((step.died for step in steps), default=0)
    return {step.code for step in steps if most and step.died == most}


@require_safe
@Watch
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """What companies said for which the script had no answer, newest first, of one step if asked."""
    script = get_object_or_404(Script, pk=pk)
    every = shown_versions(script)
    versions, parts = {one.pk: one for one in every if one.published_at}, parts_of(every)
    days, form = span_of(request.GET, organisation(), database_now())
    step = request.GET.get("step", "")[:40]
    page = page_of(request, notes_of(versions, days.start, days.end, step), size=25)
    titles = _titles(list(versions.values()))
    written = parts.draft or parts.published
    context = {
        "script": script, "parts": parts, "tabs": tabs_of(script, parts, "script_notes"), "days": days, "form": form,
        "page": page, "rows": [_row(call, versions, step) for call in page.object_list], "step": step,
        "steps": sorted(titles.items(), key=lambda one: one[1].casefold()),
        "known": set(written.steps.get("steps") or {}) if written else set(),
    }  # fmt: skip
    return render(request, "callcenter/script_notes.html", context, status=422 if form.errors else 200)


def _titles(versions: list[ScriptVersion]) -> dict[str, str]:
    """Title by code, the newest version's where several have the step."""
    return {
        code: step.get("title", "")
        for version in reversed(versions)
        for code, step in (version.steps.get("steps") or {}).items()
    }


def _row(call: Call, versions: dict[int, ScriptVersion], step: str) -> dict[str, Any]:
    version = versions[call.script_version_id or 0]
    steps = version.steps.get("steps") or {}
    said = [{"code": code, "title": steps.get(code, {}).get("title", code), "text": text} for code, text in said_at(call, step)]  # fmt: skip
    return {"call": call, "version": version, "said": said}
