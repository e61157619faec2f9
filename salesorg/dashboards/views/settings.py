"""Settings of the organisation and the record of what was decided about people and settings."""

from zoneinfo import available_timezones

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from salesorg.clients.queries import department_log
from salesorg.dashboards import verbs
from salesorg.dashboards.actions import change_settings
from salesorg.dashboards.forms.settings import SettingsForm
from salesorg.dashboards.timeline import events_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import done, person
from salesorg.people.queries import organisation


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMIN, Role.SALES_HEAD)
def settings(request: HttpRequest) -> HttpResponse:
    """All fields in groups with help."""
    form = SettingsForm(request.POST or None, instance=organisation())
    if request.method == "POST" and form.is_valid():
        change_settings(actor=person(request), changes=form.cleaned_data, at=timezone.now())
        return done(request, _("The settings are saved and in force."), reverse("people:settings"))
    context = {"form": form, "zones": sorted(available_timezones())}
    return render(request, "dashboards/settings.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(Role.ADMIN, Role.SALES_HEAD)
def record(request: HttpRequest) -> HttpResponse:
    """What was decided about people and settings, newest first."""
    page = Paginator(department_log(verbs.ALL), 50).get_page(request.GET.get("page"))
    return render(request, "dashboards/record.html", {"page": page, "events": events_of(page)})
