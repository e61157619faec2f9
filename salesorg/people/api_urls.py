"""API endpoints of this app (contract.md)."""

from django.urls import path

from salesorg.people import api

app_name = "people"

urlpatterns = [
    path("me/", api.me, name="me"),
    path("token/", api.token, name="token"),
]
