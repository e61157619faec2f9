"""Settings of the organisation and the record of what was decided about people and settings."""

from zoneinfo import available_timezones

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farmers.actions import change_service_level
from farmers.actions.change_service_level import LimitsDoNotGrow
from farmers.queries import service_levels
from salesorg.clients.queries import department_log
from salesorg.dashboards.actions import change_settings
from salesorg.dashboards.forms.settings import LevelForm, SettingsForm
from salesorg.dashboards.sentences import DEPARTMENT
from salesorg.dashboards.timeline import events_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import done, person
from salesorg.people.queries import organisation


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMIN, Role.SALES_HEAD)
def settings(request: HttpRequest) -> HttpResponse:
    """All fields in groups with help, and the service levels."""
    form = SettingsForm(request.POST or None, instance=organisation())
    if request.method == "POST" and form.is_valid():
        change_settings(actor=person(request), changes=form.cleaned_data, at=timezone.now())
        return done(request, _("The settings are saved and in force."), reverse("people:settings"))
    return _page(request, form, LevelForm.all(), 422 if form.is_bound else 200)


@require_POST
@for_roles(Role.ADMIN, Role.SALES_HEAD)
def service_level(request: HttpRequest, pk: int) -> HttpResponse:
    """One service level's numbers; its clients follow at once."""
    level = get_object_or_404(service_levels(), pk=pk)
    form = LevelForm.of(level, request.POST)
    if form.is_valid():
        try:
            change_service_level(actor=person(request), level=level, at=timezone.now(), **form.cleaned_data)
        except LimitsDoNotGrow as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("Service level %(level)s is changed.") % {"level": level.code}
            return done(request, text, reverse("people:settings"))
    forms = [form if one.level.pk == pk else one for one in LevelForm.all()]
    return _page(request, SettingsForm(instance=organisation()), forms, 422)


def _page(request: HttpRequest, form: SettingsForm, levels: list[LevelForm], status: int) -> HttpResponse:
    context = {"form": form, "levels": levels, "zones": sorted(available_timezones())}
    return render(request, "dashboards/settings.html", context, status=status)


@require_safe
@for_roles(Role.ADMIN, Role.SALES_HEAD)
def record(request: HttpRequest) -> HttpResponse:
    """What was decided about people and settings, newest first."""
    page = Paginator(department_log(DEPARTMENT), 50).get_page(request.GET.get("page"))
    return render(request, "dashboards/record.html", {"page": page, "events": events_of(page)})
