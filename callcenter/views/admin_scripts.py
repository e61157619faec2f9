"""Scripts: what is said, in which version, with what success; a plain editor that publishes the next version."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from callcenter.actions import save_script
from callcenter.list_queries import Conversion, conversions, scripts, versions_of
from callcenter.models import Script, ScriptVersion
from callcenter.script_editor import EditedStep, objections_as_text, rows_of, tree_from
from callcenter.script_tree import readable_steps
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now

Admin = for_roles(Role.CALL_CENTER_ADMIN)


@require_safe
@Admin
def all_scripts(request: HttpRequest) -> HttpResponse:
    """Every script with its published version and what it brought."""
    brought = conversions(database_now())
    rows = [
        (script, version, brought.get(version.pk, Conversion()) if version else Conversion())
        for script in scripts()
        for version in [next(iter(script.published), None)]  # type: ignore[attr-defined]
    ]
    return render(request, "callcenter/scripts.html", {"rows": rows})


@require_safe
@Admin
def one_script(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a script as a readable tree, and the conversion of all its versions."""
    script = get_object_or_404(scripts(), pk=pk)
    versions = list(versions_of(script)[:50])
    shown = _chosen(versions, request.GET.get("version", ""))
    brought = conversions(database_now())
    context = {
        "script": script, "shown": shown,
        "versions": [(version, brought.get(version.pk, Conversion())) for version in versions],
        "steps": readable_steps(shown.steps) if shown else [],
        "objections": shown.steps.get("objections", []) if shown else [],
    }  # fmt: skip
    return render(request, "callcenter/script.html", context)


def _chosen(versions: list[ScriptVersion], number: str) -> ScriptVersion | None:
    """The version asked for, else the published one."""
    if number:
        found = [version for version in versions if str(version.number) == number]
        if not found:
            raise Http404
        return found[0]
    return next((version for version in versions if version.is_published), None)


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The published version as a form; saving makes the next one."""
    script = get_object_or_404(scripts(), pk=pk)
    published = next(iter(script.published), None)  # type: ignore[attr-defined]
    return _editor(request, script, published.steps if published else {})


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def create(request: HttpRequest) -> HttpResponse:
    """A new script."""
    return _editor(request, None, {})


def _editor(request: HttpRequest, script: Script | None, steps: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        context = {
            "name": script.name if script else "",
            "objections": objections_as_text(steps),
            "rows": rows_of(steps),
        }
        return render(request, "callcenter/script_form.html", {**context, "script": script})
    rows = EditedStep.all_from(request.POST)
    typed: dict[str, Any] = {
        "name": request.POST.get("name", ""),
        "objections": request.POST.get("objections", ""),
        "script": script,
    }
    if "add" in request.POST:
        return render(request, "callcenter/script_form.html", {**typed, "rows": [*rows, EditedStep()]})
    try:
        made = act_once(request, "save_script", lambda: _save(request, script, rows))
    except NotYours:
        raise
    except ActionRefused as refusal:
        context = {**typed, "rows": rows, "refusal": str(refusal)}
        return render(request, "callcenter/script_form.html", context, status=422)
    text = _("Version %(number)s is published.") % {"number": made["number"]}
    return done(request, text, reverse("callcenter:script", args=[made["script"]]))


def _save(request: HttpRequest, script: Script | None, rows: list[EditedStep]) -> dict[str, int]:
    tree = tree_from(rows, request.POST.get("objections", ""))
    name = request.POST.get("name", "")[:100]
    version = save_script(actor=person(request), script=script, name=name, steps=tree, at=database_now())
    return {"script": version.script_id, "number": version.number}
