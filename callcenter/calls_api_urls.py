"""API endpoints of the call manager (contract.md)."""

from django.urls import URLPattern, path

from callcenter.api import calls, queue

urlpatterns: list[URLPattern] = [
    path("queue/next/", queue.next_lead, name="next"),
    path("claims/<int:claim>/renew/", queue.renew, name="renew"),
    path("claims/<int:claim>/release/", queue.release, name="release"),
    path("calls/", calls.Calls.as_view(), name="calls"),
    path("dispositions/", calls.Dispositions.as_view(), name="dispositions"),
]
