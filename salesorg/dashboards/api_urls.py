"""API endpoints of this app (contract.md)."""

from django.urls import path

from salesorg.dashboards import api

app_name = "dashboards"

urlpatterns = [
    path("funnel/", api.funnel, name="funnel"),
    path("staffing/", api.staffing, name="staffing"),
    path("revenue/", api.revenue, name="revenue"),
]
