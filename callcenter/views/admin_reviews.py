"""Quality control: the queue of calls to listen to, one review, the answers, calls chosen by hand."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callcenter.actions import change_review, choose_review, read_answer, save_review
from callcenter.labels import disposition_label
from callcenter.models import Call, Review
from callcenter.queries import calls_visible_to
from callcenter.review_forms import (
    CallChoice,
    MarkRow,
    ReviewFilter,
    as_sent,
    marks_from,
    rows_marked,
    rows_to_mark,
)
from callcenter.review_queries import (
    answers_to_read,
    calls_to_choose,
    criteria_in_use,
    due_reviews,
    made_reviews,
    next_due,
    queue_counts,
    recorded_claims,
    review_page,
)
from callcenter.review_rows import may_change
from callcenter.review_view import call_context, marks_context
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now

Admin = for_roles(Role.CALL_CENTER_ADMIN)
Watch = for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)
LISTS = {"due": due_reviews, "answers": answers_to_read, "made": made_reviews}


@require_safe
@Watch
def reviews(request: HttpRequest) -> HttpResponse:
    """What is to be reviewed, which answers are to be read, what was reviewed."""
    state = request.GET.get("state", "due")
    state = state if state in LISTS else "due"
    form = ReviewFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = LISTS[state](person(request))
    if chosen.get("manager"):
        found = found.filter(manager=chosen["manager"])
    if chosen.get("picked"):
        found = found.filter(picked=chosen["picked"])
    page = page_of(request, found)
    rows = [(one, disposition_label(one.call.disposition.code)) for one in page.object_list]
    context = {"state": state, "form": form, "page": page, "rows": rows, **_tabs(state)}
    context["first"] = rows[0][0] if rows and state != "made" else None
    return render(request, "callcenter/reviews.html", context)


def _tabs(state: str) -> dict[str, Any]:
    waits = queue_counts()
    labels = {
        "due": (_("To review"), "headphones", waits.due),
        "answers": (_("Answers to read"), "message-2", waits.answers),
        "made": (_("Reviewed"), "checklist", None),
    }
    return {
        "waits": waits,
        "tabs": [
            {"label": label, "url": f"?state={name}", "icon": icon, "count": count, "active": name == state}
            for name, (label, icon, count) in labels.items()
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@Watch
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: to be reviewed by the administrator, or with its marks; POST saves the marks and goes to the next."""
    found = get_object_or_404(review_page(person(request)), pk=pk)
    if request.method == "POST":
        return _sent(request, found, "save_review", lambda marks, comment: save_review(
            actor=person(request), review=found, marks=marks, comment=comment, at=database_now(),
        ))  # fmt: skip
    if found.reviewed_at is None and person(request).role == Role.CALL_CENTER_ADMIN:
        return _form(request, found, rows_to_mark(criteria_in_use()))
    context = {**call_context(request, found), **marks_context(found)}
    context["can_change"] = _is_mine(request, found) and may_change(found, database_now())
    return render(request, "callcenter/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own review, to be corrected within a day."""
    found = get_object_or_404(review_page(person(request)), pk=pk, reviewed_at__isnull=False)
    if request.method == "POST":
        return _sent(request, found, "change_review", lambda marks, comment: change_review(
            actor=person(request), review=found, marks=marks, comment=comment, at=database_now(),
        ))  # fmt: skip
    return _form(request, found, rows_marked(found.marks.all()), comment=found.comment)


def _sent(
    request: HttpRequest, found: Review, name: str, save: Callable[[Mapping[int, int], str], Review]
) -> HttpResponse:
    marks, comment = marks_from(request.POST), request.POST.get("comment", "")[:5000]
    try:
        score = act_once(request, name, lambda: save(marks, comment).score)
    except NotYours:
        raise
    except ActionRefused as refusal:
        rows = rows_marked(found.marks.all()) if found.reviewed_at else rows_to_mark(criteria_in_use())
        more = {"refusal": str(refusal), "comment": comment}
        return _form(request, found, as_sent(rows, marks), status=422, **more)
    text = _("Saved: %(score)s of 100.") % {"score": score}
    if name == "change_review" or "stay" in request.POST:
        return done(request, text, reverse("callcenter:review", args=[found.pk]))
    return done(request, text, _next_url(request, found))


def _next_url(request: HttpRequest, after: Review) -> str:
    following = next_due(person(request), after)
    return reverse("callcenter:review", args=[following.pk]) if following else reverse("callcenter:reviews")


def _form(
    request: HttpRequest, found: Review, rows: list[MarkRow], *, status: int = 200, **more: Any
) -> HttpResponse:
    following = None if found.reviewed_at else next_due(person(request), found)
    context = {
        **call_context(request, found), "rows": rows, "following": following, "left": queue_counts().due, **more
    }  # fmt: skip
    return render(request, "callcenter/review_form.html", context, status=status)


def _is_mine(request: HttpRequest, found: Review) -> bool:
    return found.reviewer_id == person(request).pk and person(request).role == Role.CALL_CENTER_ADMIN


@require_POST
@Admin
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer was read: on to the next one."""
    found = get_object_or_404(review_page(person(request)), pk=pk)
    act_once(
        request,
        "read_answer",
        lambda: read_answer(actor=person(request), review=found, at=database_now()).pk,
    )
    following = answers_to_read(person(request)).first()
    to = reverse("callcenter:review", args=[following.pk]) if following else reverse("callcenter:reviews")
    return done(request, _("Answer read."), to)


@require_safe
@Admin
def calls(request: HttpRequest) -> HttpResponse:
    """Calls to choose from by hand."""
    form = CallChoice(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    manager = chosen.get("manager")
    found = calls_to_choose(
        person(request), at=database_now(), manager=manager.pk if manager else None,
        disposition=chosen.get("disposition", ""), day=chosen.get("day"),
    )  # fmt: skip
    page = page_of(request, found)
    shown: list[Call] = list(page.object_list)
    recorded = recorded_claims(shown)
    rows = [
        (
            call,
            disposition_label(call.disposition.code),
            call.claim_id in recorded,
            getattr(call, "review", None),
        )
        for call in shown
    ]
    return render(request, "callcenter/review_calls.html", {"form": form, "page": page, "rows": rows})


@require_POST
@Admin
def choose(request: HttpRequest, call: int) -> HttpResponse:
    """Open the review of a call, putting the call into the queue if it is not there."""
    found = get_object_or_404(calls_visible_to(person(request)), pk=call)
    pk = act_once(
        request,
        "choose_review",
        lambda: choose_review(actor=person(request), call=found, at=database_now()).pk,
    )
    return redirect("callcenter:review", pk=pk)
