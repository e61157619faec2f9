"""The webhook of a telephone exchange."""

from django.urls import URLPattern

app_name = "telephony"

urlpatterns: list[URLPattern] = []
