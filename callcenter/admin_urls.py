"""Pages of the call-centre administrator."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
