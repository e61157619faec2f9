"""A call manager's own reviews: what was found, and their one answer to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter.actions import answer_review, see_review
from callcenter.labels import disposition_label
from callcenter.models import Review
from callcenter.review_chart import week_chart
from callcenter.review_forms import AnswerForm
from callcenter.review_queries import made_reviews, review_page
from callcenter.review_trend import criteria_of, trend_of
from callcenter.review_view import call_context, marks_context
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation

Mine = for_roles(Role.CALL_MANAGER)


@require_safe
@Mine
def my_reviews(request: HttpRequest) -> HttpResponse:
    """My reviews, newest first, and how my score goes."""
    me, at, settings = person(request), timezone.now(), organisation()
    page = page_of(request, made_reviews(me), size=20)
    trend = trend_of(me, at, settings)
    context = {
        "page": page, "trend": trend, "criteria": criteria_of(me, at, settings, with_floor=False),
        "rows": [(one, disposition_label(one.call.disposition.code)) for one in page.object_list],
        "chart": week_chart([(_("My score"), trend.weeks)]),
    }  # fmt: skip
    return render(request, "callcenter/my_reviews.html", context)


@require_safe
@Mine
def my_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review of mine; the first look is noted."""
    found = get_object_or_404(review_page(person(request)), pk=pk)
    if found.seen_at is None and request.method == "GET":
        see_review(actor=person(request), review=found, at=database_now())
    return _page(request, found, AnswerForm())


@require_POST
@Mine
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or disagree in words; once."""
    found = get_object_or_404(review_page(person(request)), pk=pk)
    form, agrees = AnswerForm(request.POST), request.POST.get("agrees")
    if form.is_valid() and agrees in ("yes", "no"):
        text = form.cleaned_data["text"]
        try:
            act_once(request, "answer_review", lambda: answer_review(
                actor=person(request), review=found, agrees=agrees == "yes", text=text, at=database_now(),
            ).pk)  # fmt: skip
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            return done(request, _("Your answer is sent."), reverse("callcenter:my_review", args=[found.pk]))
    elif not form.errors:
        form.add_error("text", _("Say whether you agree."))
    return _page(request, found, form)


def _page(request: HttpRequest, found: Review, form: AnswerForm) -> HttpResponse:
    context = {
        **call_context(request, found),
        **marks_context(found),
        "form": form,
        "draft": f"answer-{found.pk}",
    }
    return render(request, "callcenter/my_review.html", context, status=422 if form.errors else 200)
