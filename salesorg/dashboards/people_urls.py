"""Everything under /people/: the department's people (they need several floors) and, from below, pages about oneself."""

from django.urls import path

from salesorg.dashboards.views import absences, exports, people, settings
from salesorg.people.urls import urlpatterns as about_oneself

app_name = "people"

urlpatterns = [
    path("", people.people, name="people"),
    path("hire/", people.hire, name="hire"),
    path("teams/", people.team, name="team"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:pk>/cancel/", absences.absence_cancel, name="absence_cancel"),
    path("settings/", settings.settings, name="settings"),
    path("settings/levels/<int:pk>/", settings.service_level, name="service_level"),
    path("exports/", exports.exports, name="exports"),
    path("record/", settings.record, name="record"),
    path("<int:pk>/", people.person_card, name="person"),
    path("<int:pk>/role/", people.role, name="role"),
    path("<int:pk>/password/", people.new_password, name="new_password"),
    path("<int:pk>/dismiss/", people.dismiss, name="dismiss"),
    *about_oneself,
]
