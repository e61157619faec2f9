"""Scorecards: by what calls are judged. A plain form; with JavaScript its rows move without a reload."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callcenter.actions import ensure_default_scorecard, remove_scorecard, save_scorecard, use_scorecard
from callcenter.models import Scorecard
from callcenter.review_queries import scorecards as all_scorecards
from callcenter.review_queries import used_scorecards
from callcenter.scorecard_draft import MAX_CRITERIA, DraftCriterion, edited
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now

Admin = for_roles(Role.CALL_CENTER_ADMIN)
Watch = for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


@require_safe
@Watch
def scorecards(request: HttpRequest) -> HttpResponse:
    """All scorecards with their criteria; the default one is made when there is none yet."""
    if not (rows := list(all_scorecards())):
        ensure_default_scorecard(at=database_now())
        rows = list(all_scorecards())
    used = used_scorecards()
    shown = [(one, sum(c.weight for c in one.criteria.all()), one.pk in used) for one in rows]
    return render(request, "callcenter/scorecards.html", {"rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def create(request: HttpRequest) -> HttpResponse:
    """A new scorecard, beginning with the criteria of the one in use."""
    rows = [] if request.method == "POST" else _drafts(ensure_default_scorecard(at=database_now()))
    return _editor(request, None, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A scorecard as a form."""
    scorecard = get_object_or_404(all_scorecards(), pk=pk)
    return _editor(request, scorecard, _drafts(scorecard))


def _drafts(scorecard: Scorecard) -> list[DraftCriterion]:
    return [DraftCriterion(one.text, str(one.weight), one.instant_fail) for one in scorecard.criteria.all()]


def _editor(request: HttpRequest, scorecard: Scorecard | None, rows: list[DraftCriterion]) -> HttpResponse:
    name = scorecard.name if scorecard else ""
    if request.method != "POST":
        return _show(request, scorecard, name, rows)
    name, rows = request.POST.get("name", "")[:100], DraftCriterion.all_from(request.POST)
    if edit_made := edited(rows, request.POST.dict()):
        return _show(request, scorecard, name, edit_made.rows, focus=edit_made.focus)
    try:
        act_once(request, "save_scorecard", lambda: save_scorecard(
            actor=person(request), scorecard=scorecard, name=name, criteria=rows, at=database_now(),
        ).pk)  # fmt: skip
    except NotYours:
        raise
    except ActionRefused as refusal:
        return _show(request, scorecard, name, rows, refusal=str(refusal))
    return done(request, _("The scorecard is saved."), reverse("callcenter:scorecards"))


def _show(
    request: HttpRequest,
    scorecard: Scorecard | None,
    name: str,
    rows: list[DraftCriterion],
    refusal: str = "",
    focus: str = "",
) -> HttpResponse:
    """The whole page, or for htmx the rows alone (a refusal too: it stands above them)."""
    whole = sum(row.number or 0 for row in rows)
    context = {
        "scorecard": scorecard, "name": name, "rows": rows, "refusal": refusal, "whole": whole,
        "full": len(rows) >= MAX_CRITERIA, "focus": focus,
    }  # fmt: skip
    live = request.headers.get("HX-Request") == "true"
    template = "callcenter/_scorecard_rows.html" if live else "callcenter/scorecard_form.html"
    return render(request, template, context, status=422 if refusal else 200)


@require_POST
@Admin
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge by this one from now on."""
    scorecard = get_object_or_404(Scorecard, pk=pk)
    act_once(
        request,
        "use_scorecard",
        lambda: use_scorecard(actor=person(request), scorecard=scorecard, at=database_now()).pk,
    )
    text = _("Calls are reviewed by «%(name)s» now.") % {"name": scorecard.name}
    return done(request, text, reverse("callcenter:scorecards"))


@require_POST
@Admin
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a scorecard away that was never used."""
    scorecard = get_object_or_404(Scorecard, pk=pk)
    act_once(
        request,
        "remove_scorecard",
        lambda: remove_scorecard(actor=person(request), scorecard=scorecard, at=database_now()),
    )
    return done(request, _("The scorecard is removed."), reverse("callcenter:scorecards"))
