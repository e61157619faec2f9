"""API endpoints of this app (contract.md)."""

from django.urls import URLPattern

app_name = "farmers"

urlpatterns: list[URLPattern] = []
