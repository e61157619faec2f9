"""The test of two versions of a script: its share, its end."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.actions import change_share, end_test
from callcenter.models import Script
from callcenter.script_queries import scripts
from callcenter.views.admin_scripts import Admin, script_page
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now


@require_POST
@Admin
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Another share of the leads for the challenger."""
    typed = request.POST.get("share", "")
    number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0

    def effect(script: Script) -> Any:
        made = change_share(actor=person(request), script=script, share=number, at=database_now())
        return {"share": made.share}

    return _act(request, pk, "change_share", effect, _("The share is changed."))


@require_POST
@Admin
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The challenger is promoted or dropped."""
    promote = request.POST.get("promote") == "1"

    def effect(script: Script) -> Any:
        made = end_test(actor=person(request), script=script, promote=promote, at=database_now())
        return {"number": made.number}

    text = _("The test is over: its new version is published.") if promote else _("The test is over: the version is dropped.")  # fmt: skip
    return _act(request, pk, "end_test", effect, text)


def _act(
    request: HttpRequest, pk: int, name: str, effect: Callable[[Script], Any], text: str
) -> HttpResponse:
    script = get_object_or_404(scripts(), pk=pk)
    try:
        act_once(request, name, lambda: effect(script))
    except NotYours:
        raise
    except ActionRefused as refusal:
        return script_page(request, pk, str(refusal), 422)
    return done(request, text, reverse("callcenter:script", args=[pk]))
