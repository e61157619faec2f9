"""Pages of the call manager."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
