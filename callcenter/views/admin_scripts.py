"""Scripts: all of them, one with its versions and its test, a new one, its name, out of use."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callcenter.actions import create_script, rename_script, retire_script
from callcenter.models import Script, ScriptVersion
from callcenter.script_editor import blank_tree
from callcenter.script_pages import last_days, tabs_of
from callcenter.script_queries import (
    Conversion,
    Parts,
    conversions,
    parts_of,
    running_test,
    scripts,
    scripts_with_lists,
    shown_versions,
)
from callcenter.script_tree import readable_steps
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation

Admin = for_roles(Role.CALL_CENTER_ADMIN)
Watch = for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


def found(pk: int) -> tuple[Script, Parts]:
    """The script of a page, and which of its versions is what; 404 if there is none."""
    script = get_object_or_404(scripts(), pk=pk)
    return script, parts_of(script.live)  # type: ignore[attr-defined]


@require_safe
@Watch
def all_scripts(request: HttpRequest) -> HttpResponse:
    """Every script with what its published version brought in 30 days; in a test both versions together."""
    days = last_days(organisation(), database_now())
    brought = conversions(days.start, days.end, days.zone)
    rows = []
    for script in scripts():
        parts = parts_of(script.live)  # type: ignore[attr-defined]
        said = [version.pk for version in (parts.published, parts.challenger) if version]
        rows.append((script, parts, sum((brought.get(pk, Conversion()) for pk in said), Conversion())))
    return render(request, "callcenter/scripts.html", {"rows": rows})


@require_safe
@Watch
def one_script(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a script as a readable tree, its versions with their figures, the test that runs."""
    return script_page(request, pk)


def script_page(request: HttpRequest, pk: int, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of a script, also with what was refused on it."""
    script = get_object_or_404(scripts_with_lists(), pk=pk)
    versions = shown_versions(script)
    parts = parts_of(versions)
    shown = _chosen(versions, parts, request.GET.get("version", ""))
    days = last_days(organisation(), database_now())
    brought = conversions(days.start, days.end, days.zone)
    context = {
        "script": script, "parts": parts, "shown": shown, "refusal": refusal, "tabs": tabs_of(script, parts, "script"),
        "versions": [(version, brought.get(version.pk, Conversion())) for version in versions],
        "steps": readable_steps(shown.steps) if shown else [],
        "objections": (shown.steps.get("objections") or []) if shown else [],
        "deletes": not any(version.published_at for version in versions),
        "test": running_test(parts),
    }  # fmt: skip
    return render(request, "callcenter/script.html", context, status=status)


def _chosen(versions: list[ScriptVersion], parts: Parts, number: str) -> ScriptVersion | None:
    """The version asked for, else the published one."""
    if number:
        found = [version for version in versions if str(version.number) == number]
        if not found:
            raise Http404
        return found[0]
    return parts.published


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def create(request: HttpRequest) -> HttpResponse:
    """A new script: a name, and what its first draft begins with."""
    everything = list(scripts())
    if request.method == "POST":
        try:
            made = act_once(request, "create_script", lambda: _create(request, everything))
        except NotYours:
            raise
        except ActionRefused as refusal:
            context = {"scripts": everything, "name": request.POST.get("name", ""), "refusal": str(refusal)}
            return render(request, "callcenter/script_new.html", context, status=422)
        return done(
            request,
            _("The script is there. Now write it."),
            reverse("callcenter:script_edit", args=[made["id"]]),
        )
    return render(request, "callcenter/script_new.html", {"scripts": everything})


def _create(request: HttpRequest, everything: list[Script]) -> dict[str, int]:
    chosen = request.POST.get("like", "")
    like = next((one for one in everything if str(one.pk) == chosen), None)
    parts = parts_of(like.live) if like else Parts()  # type: ignore[attr-defined]
    source = parts.published or parts.draft
    made = create_script(
        actor=person(request), name=request.POST.get("name", "")[:100], steps=source.steps if source else blank_tree(),
        at=database_now(),
    )  # fmt: skip
    return {"id": made.script_id}


@require_POST
@Admin
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    script = get_object_or_404(scripts(), pk=pk)
    name = request.POST.get("name", "")[:100]

    def effect() -> dict[str, int]:
        return {"id": rename_script(actor=person(request), script=script, name=name, at=database_now()).pk}

    try:
        act_once(request, "rename_script", effect)
    except NotYours:
        raise
    except ActionRefused as refusal:
        return script_page(request, pk, str(refusal), 422)
    return done(request, _("The script is renamed."), reverse("callcenter:script", args=[pk]))


@require_POST
@Admin
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use: deleted if it was never published."""
    script = get_object_or_404(scripts(), pk=pk)

    def effect() -> dict[str, bool]:
        return {"deleted": retire_script(actor=person(request), script=script, at=database_now())}

    try:
        made = act_once(request, "retire_script", effect)
    except NotYours:
        raise
    except ActionRefused as refusal:
        return script_page(request, pk, str(refusal), 422)
    if made["deleted"]:
        return done(request, _("The script is deleted."), reverse("callcenter:scripts"))
    return done(request, _("The script is out of use."), reverse("callcenter:script", args=[pk]))
