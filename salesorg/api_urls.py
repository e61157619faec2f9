"""The API's site map: one line per stage; part of the composition root."""

from django.urls import include, path

app_name = "api"

urlpatterns = [
    path("callcenter/", include("callcenter.api_urls")),
    path("hunters/", include("hunters.api_urls")),
    path("handoff/", include("handoff.api_urls")),
    path("farmers/", include("farmers.api_urls")),
    path("sales/", include("salesorg.sales.api_urls")),
    path("clients/", include("salesorg.clients.api_urls")),
    path("dashboards/", include("salesorg.dashboards.api_urls")),
    path("telephony/", include("salesorg.dashboards.telephony_urls")),
    path("", include("salesorg.people.api_urls")),
]
