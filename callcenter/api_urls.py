"""API endpoints of this app (contract.md): the call manager's, then the administrator's."""

from django.urls import URLPattern

from callcenter import admin_api_urls, calls_api_urls

app_name = "callcenter"

urlpatterns: list[URLPattern] = [*calls_api_urls.urlpatterns, *admin_api_urls.urlpatterns]
