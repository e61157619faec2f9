"""A script's draft: what it changes, publishing it, putting it aside."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter.actions import discard_draft, publish_draft, start_draft
from callcenter.models import Script, ScriptVersion
from callcenter.script_diff import changes_between, objections_between
from callcenter.script_drafts import draft_mark
from callcenter.script_pages import tabs_of
from callcenter.script_tree import tree_faults
from callcenter.views.admin_scripts import Admin, Watch, found, script_page
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now


@require_safe
@Watch
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft changes, step by step, what is still to be mended, and the ways to publish it."""
    return _draft_page(request, pk)


def _draft_page(request: HttpRequest, pk: int, refusal: str = "", status: int = 200) -> HttpResponse:
    script, parts = found(pk)
    context: dict[str, Any] = {
        "script": script, "parts": parts, "tabs": tabs_of(script, parts, "script_draft"), "refusal": refusal,
    }  # fmt: skip
    if parts.draft:
        context |= _compared(parts.draft, parts.published)
    return render(request, "callcenter/script_draft.html", context, status=status)


def _compared(draft: ScriptVersion, published: ScriptVersion | None) -> dict[str, Any]:
    before = published.steps if published else {}
    steps, objections = changes_between(before, draft.steps), objections_between(before, draft.steps)
    return {
        "seen": draft_mark(draft), "faults": tree_faults(draft.steps), "changes": steps,
        "objections": [one for one in objections if one.how != "same"],
        "same": sum(one.how == "same" for one in steps),
        "changed": any(one.how != "same" for one in [*steps, *objections]),
    }  # fmt: skip


@require_POST
@Admin
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft in place of the published version, or beside it as a test."""
    share = request.POST.get("share", "") if request.POST.get("how") == "test" else "0"
    number = int(share) if share.isdecimal() and len(share) < 4 else 100

    def effect(script: Script) -> dict[str, int]:
        made = publish_draft(
            actor=person(request),
            script=script,
            seen=request.POST.get("seen", ""),
            share=number,
            at=database_now(),
        )
        return {"number": made.number}

    def text(made: dict[str, int]) -> str:
        return _("Version %(number)s is published.") % made

    return _act(request, pk, "publish_draft", effect, text)


@require_POST
@Admin
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft put aside."""

    def effect(script: Script) -> dict[str, int]:
        discard_draft(
            actor=person(request), script=script, seen=request.POST.get("seen", ""), at=database_now()
        )
        return {}

    return _act(request, pk, "discard_draft", effect, lambda _made: _("The draft is put aside."))


def _act(
    request: HttpRequest, pk: int, name: str, effect: Callable[[Script], dict[str, int]],
    text: Callable[[dict[str, int]], str],
) -> HttpResponse:  # fmt: skip
    script, _parts = found(pk)
    try:
        made = act_once(request, name, lambda: effect(script))
    except NotYours:
        raise
    except ActionRefused as refusal:
        return _draft_page(request, pk, str(refusal), 422)
    return done(request, text(made), reverse("callcenter:script", args=[pk]))


@require_POST
@Admin
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that begins with an earlier version."""
    script, _parts = found(pk)
    number = request.POST.get("version", "")

    def effect() -> dict[str, int]:
        wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
        return {
            "number": start_draft(
                actor=person(request), script=script, number=wanted, at=database_now()
            ).number
        }

    try:
        act_once(request, "start_draft", effect)
    except NotYours:
        raise
    except ActionRefused as refusal:
        return script_page(request, pk, str(refusal), 422)
    return done(request, _("The draft begins with version %(number)s.") % {"number": number}, reverse("callcenter:script_edit", args=[pk]))  # fmt: skip
