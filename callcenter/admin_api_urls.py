"""API endpoints of the call-centre administrator (contract.md)."""

from django.urls import URLPattern, path

from callcenter import script_api_urls
from callcenter.api import (
    audits,
    do_not_call,
    duplicates,
    imports,
    leads,
    lists,
    recycle,
    reports,
    reviews,
    scorecards,
    wallboard,
)

urlpatterns: list[URLPattern] = [
    path("call-lists/", lists.CallLists.as_view(), name="call_lists"),
    path("call-lists/<int:pk>/", lists.CallListDetail.as_view(), name="call_list"),
    path("call-lists/<int:pk>/recycle/", recycle.recycle, name="list_recycle"),
    path("call-lists/<int:pk>/imports/", imports.ListImports.as_view(), name="list_imports"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/revert/", imports.revert, name="import_revert"),
    path("imports/<int:pk>/report/", imports.report, name="import_report"),
    path("duplicates/", duplicates.Duplicates.as_view(), name="duplicates"),
    path("duplicates/<int:pk>/decide/", duplicates.decide, name="duplicate_decide"),
    path("duplicates/<int:pk>/undo/", duplicates.undo, name="duplicate_undo"),
    path("do-not-call/files/", do_not_call.NumbersFiles.as_view(), name="numbers_files"),
    path("audits/", audits.Audits.as_view(), name="audits"),
    path("audits/<int:pk>/approve/", audits.approve, name="audit_approve"),
    path("audits/<int:pk>/send-back/", audits.send_back, name="audit_send_back"),
    path("do-not-call/", do_not_call.DoNotCallList.as_view(), name="do_not_call"),
    *script_api_urls.urlpatterns,
    path("leads/by-number/", leads.by_number, name="lead_by_number"),
    path("leads/", leads.Leads.as_view(), name="leads"),
    path("reviews/", reviews.Reviews.as_view(), name="reviews"),
    path("reviews/<int:pk>/", reviews.one_review, name="review"),
    path("reviews/<int:pk>/save/", reviews.save, name="review_save"),
    path("reviews/<int:pk>/change/", reviews.change, name="review_change"),
    path("reviews/<int:pk>/answer/", reviews.answer, name="review_answer"),
    path("reviews/<int:pk>/read/", reviews.read, name="review_read"),
    path("reviews/people/", scorecards.trends, name="review_trends"),
    path("scorecards/", scorecards.Scorecards.as_view(), name="scorecards"),
    path("wallboard/", wallboard.wallboard, name="wallboard"),
    path("reports/", reports.reports, name="reports"),
]
