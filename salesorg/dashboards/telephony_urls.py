"""The webhook of a telephone exchange."""

from django.urls import path

from salesorg.dashboards import telephony

app_name = "telephony"

urlpatterns = [path("events/", telephony.events, name="events")]
