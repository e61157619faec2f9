"""Who is away when: heads plan the own people, the administrator and the head of sales everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from salesorg.dashboards.forms.people import AbsenceForm
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.actions import cancel_absence, plan_absence
from salesorg.people.guards import for_roles
from salesorg.people.models import Absence, Role, User
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import local_day

HEADS = (Role.ADMIN, Role.SALES_HEAD, Role.CALL_CENTER_ADMIN, Role.HUNTERS_HEAD, Role.FARMERS_HEAD)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*HEADS)
def absences(request: HttpRequest) -> HttpResponse:
    """The planned absences of the people one leads, and a form for another."""
    led = User.objects.planned_by(person(request)).filter(is_active=True)
    if request.method != "POST":
        day = local_day(timezone.now())
        chosen = request.GET.get("person", "")
        form = AbsenceForm(people=led, initial={"starts_on": day, "ends_on": day, "person": chosen})
        return _page(request, form)
    form = AbsenceForm(request.POST, people=led)
    if form.is_valid():
        try:
            act_once(request, "plan_absence", lambda: {"id": _plan(request, form).pk})
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("The absence is planned."), reverse("people:absences"))
    return _page(request, form, 422)


def _plan(request: HttpRequest, form: AbsenceForm) -> Absence:
    return plan_absence(actor=person(request), **form.cleaned_data)


def _page(request: HttpRequest, form: AbsenceForm, status: int = 200) -> HttpResponse:
    led = User.objects.planned_by(person(request))
    day = local_day(timezone.now())
    rows = Absence.objects.filter(person__in=led, ends_on__gte=day).select_related("person", "deputy")
    context = {"form": form, "rows": rows.order_by("starts_on", "person__name")[:200], "today": day}
    return render(request, "dashboards/absences.html", context, status=status)


@require_POST
@for_roles(*HEADS)
def absence_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a planned absence back."""
    led = User.objects.planned_by(person(request))
    absence = get_object_or_404(Absence.objects.filter(person__in=led), pk=pk)
    cancel_absence(actor=person(request), absence=absence)
    return done(request, _("The absence is taken back."), reverse("people:absences"))
