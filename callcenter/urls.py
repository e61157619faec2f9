"""Pages of this app, like a site map."""

from django.urls import URLPattern

app_name = "callcenter"

urlpatterns: list[URLPattern] = []
