"""Pages of this app, like a site map: the call manager's own, then the administrator's."""

from django.urls import URLPattern

from callcenter import admin_urls, calls_urls

app_name = "callcenter"

urlpatterns: list[URLPattern] = [*calls_urls.urlpatterns, *admin_urls.urlpatterns]
