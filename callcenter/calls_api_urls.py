"""API endpoints of the call manager (contract.md)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
