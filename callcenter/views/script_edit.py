"""The editor of a script: its draft as a form, saved without writing over anybody else's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callcenter.actions import save_draft
from callcenter.labels import DISPOSITIONS
from callcenter.models import Script, ScriptVersion
from callcenter.queries import calls_visible_to
from callcenter.script_commands import edited
from callcenter.script_diff import changes_between, objections_between
from callcenter.script_drafts import draft_mark
from callcenter.script_editor import Tree, blank_tree, form_of, tree_from
from callcenter.script_pages import tabs_of
from callcenter.script_queries import Parts, said_at
from callcenter.script_refusals import DraftMoved
from callcenter.script_tree import FAULTS, tree_faults
from callcenter.views.admin_scripts import Admin, found
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor: the draft, or the published version as the beginning of one."""
    script, parts = found(pk)
    if request.method != "POST":
        tree = _to_begin_with(parts)
        opened = _answer_from_note(request, tree)
        return _editor(request, script, parts, tree, draft_mark(parts.draft), opened=opened)
    command, seen = request.POST.get("do", ""), request.POST.get("seen", "")[:60]
    tree = tree_from(request.POST, keep_blank=bool(command))
    if command:
        return _editor(request, script, parts, edited(tree, command), seen, typed=True)
    try:
        act_once(request, "save_draft", lambda: _save(request, script, tree, seen))
    except NotYours:
        raise
    except DraftMoved:
        return _conflict(request, pk, tree)
    except ActionRefused as refusal:
        return _editor(request, script, parts, tree, seen, refusal=str(refusal), typed=True, status=422)
    then = "script_draft" if "review" in request.POST else "script_edit"
    return done(request, _("The draft is saved."), reverse(f"callcenter:{then}", args=[pk]))


def _to_begin_with(parts: Parts) -> Tree:
    version = parts.draft or parts.published
    return version.steps if version and version.steps.get("steps") else blank_tree()


def _answer_from_note(request: HttpRequest, tree: Tree) -> str:
    """Put what a company said (`?note=<call>&step=<code>`) behind the answers of that step; return the step's code."""
    call, code = request.GET.get("note", ""), request.GET.get("step", "")
    if not call.isdecimal() or len(call) > 18 or code not in tree.get("steps", {}):
        return ""
    seen = calls_visible_to(person(request)).filter(pk=call).first()
    said = said_at(seen, code) if seen else []
    words = said[0][1][:200] if said else ""
    if words:
        tree["steps"][code].setdefault("answers", []).append({"text": words, "next": ""})
    return code


def _save(request: HttpRequest, script: Script, tree: Tree, seen: str) -> dict[str, int]:
    draft = save_draft(actor=person(request), script=script, steps=tree, seen=seen, at=database_now())
    return {"number": draft.number}


def _editor(
    request: HttpRequest,
    script: Script,
    parts: Parts,
    tree: Tree,
    seen: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    settings = organisation()
    example = {
        "company": _("Rosewood Bakery"), "person": _("Mary Brown"), "me": person(request).name,
        "organisation": settings.name or _("our company"),
    }  # fmt: skip
    context = {
        "script": script, "parts": parts, "rows": form_of(tree), "seen": seen, "example": example,
        "tabs": tabs_of(script, parts, "script_draft"), "objections": list(enumerate(tree.get("objections") or [])),
        "ends": [(f"end:{code}", _("Ends: %(label)s") % {"label": label}) for code, label in DISPOSITIONS.items()],
        "empty_step": {"code": "__code__", "number": "", "answers": []}, "empty_answer": {"n": "__n__", "to": ""},
        "options": [(f"step:{row['code']}", f"{row['number']}. {row['title']}") for row in form_of(tree)],
        "words": {**{kind: str(text) for kind, text in FAULTS.items()}, **_spoken()}, "faults": tree_faults(tree),
        **more,
    }  # fmt: skip
    return render(request, "callcenter/script_form.html", context, status=status)


def _spoken() -> dict[str, str]:
    """What the editor's module says by itself."""
    return {
        "gone": _("a step that is not there"), "moved": _("Moved to place %(number)s."), "removed": _("Removed."),
        "no_faults": _("Nothing to mend: it can be published."), "restored": _("What you typed is back."), "faults": _("To mend before publishing:"),
        "ends": _("The conversation ends here."),
    }  # fmt: skip


def _conflict(request: HttpRequest, pk: int, tree: Tree) -> HttpResponse:
    """Both: the newer draft beside what was typed. Saving again is then a choice."""
    script, parts = found(pk)
    theirs = parts.draft
    return _editor(
        request, script, parts, tree, draft_mark(theirs), status=422, typed=True, moved=True, theirs=theirs,
        changes=_changed(theirs or parts.published, tree),
    )  # fmt: skip


def _changed(before: ScriptVersion | None, tree: Tree) -> list[Any]:
    steps = before.steps if before else {}
    both = [*changes_between(steps, tree), *objections_between(steps, tree)]
    return [one for one in both if one.how != "same"]
