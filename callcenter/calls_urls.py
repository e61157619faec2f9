"""Pages of the call manager."""

from django.urls import URLPattern, path

from callcenter.views import mine, queue

urlpatterns: list[URLPattern] = [
    path("", queue.desk, name="desk"),
    path("next/", queue.next_lead, name="next"),
    path("claims/<int:claim>/log/", queue.log, name="log"),
    path("claims/<int:claim>/renew/", queue.renew, name="renew"),
    path("claims/<int:claim>/release/", queue.release, name="release"),
    path("claims/<int:claim>/results/<slug:code>/", queue.panel, name="result"),
    path("callbacks/", mine.callbacks, name="callbacks"),
    path("mine/", mine.my_calls, name="my_calls"),
    path("companies/<int:company>/panel/", mine.company_panel, name="panel"),
]
