"""API endpoints of this app (contract.md)."""

from django.urls import path

from salesorg.clients import api

app_name = "clients"

urlpatterns = [
    path("companies/", api.Companies.as_view(), name="companies"),
    path("companies/<int:pk>/", api.company, name="company"),
    path("companies/<int:pk>/timeline/", api.Timeline.as_view(), name="timeline"),
    path("companies/<int:pk>/reveal/", api.reveal, name="reveal"),
]
