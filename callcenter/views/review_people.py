"""How good the calls are, person by person: for the administrator and the head of sales."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callcenter.labels import disposition_label
from callcenter.review_chart import week_chart
from callcenter.review_queries import made_reviews
from callcenter.review_trend import criteria_of, floor_trend, floor_weeks, trend_of
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

Watch = for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


@require_safe
@Watch
def people(request: HttpRequest) -> HttpResponse:
    """Every call manager: average score, its change, failed reviews, how much of the plan was reviewed."""
    at, settings = timezone.now(), organisation()
    weeks = floor_weeks(at, settings)
    context = {
        "rows": floor_trend(at, settings),
        "chart": week_chart([(_("The floor"), weeks)]),
        "weeks": weeks,
    }
    return render(request, "callcenter/review_people.html", context)


@require_safe
@Watch
def one_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the score by week beside the floor's, where they are weak, their reviews."""
    # Somebody who left or changed the role keeps the page of their reviews.
    shown = get_object_or_404(User, pk=pk)
    reviews = made_reviews(person(request)).filter(manager=shown)
    if shown.role != Role.CALL_MANAGER and not reviews.exists():
        raise Http404
    at, settings = timezone.now(), organisation()
    trend, floor = trend_of(shown, at, settings), floor_weeks(at, settings)
    page = page_of(request, reviews, size=20)
    context = {
        "shown": shown, "trend": trend, "criteria": criteria_of(shown, at, settings, with_floor=True), "page": page,
        "rows": [(one, disposition_label(one.call.disposition.code)) for one in page.object_list],
        "chart": week_chart([(shown.name, trend.weeks), (_("The floor"), floor)]),
    }  # fmt: skip
    return render(request, "callcenter/review_person.html", context)
