"""Pages of this app, like a site map."""

from django.urls import URLPattern

app_name = "farmers"

urlpatterns: list[URLPattern] = []
