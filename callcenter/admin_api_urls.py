"""API endpoints of the call-centre administrator (contract.md)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
