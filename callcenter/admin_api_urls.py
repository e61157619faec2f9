"""API endpoints of the call-centre administrator (contract.md)."""

from django.urls import URLPattern, path

from callcenter.api import audits, do_not_call, imports, lists

urlpatterns: list[URLPattern] = [
    path("call-lists/", lists.CallLists.as_view(), name="call_lists"),
    path("call-lists/<int:pk>/", lists.CallListDetail.as_view(), name="call_list"),
    path("call-lists/<int:pk>/imports/", imports.ListImports.as_view(), name="list_imports"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/revert/", imports.revert, name="import_revert"),
    path("imports/<int:pk>/report/", imports.report, name="import_report"),
    path("audits/", audits.Audits.as_view(), name="audits"),
    path("audits/<int:pk>/approve/", audits.approve, name="audit_approve"),
    path("audits/<int:pk>/send-back/", audits.send_back, name="audit_send_back"),
    path("do-not-call/", do_not_call.DoNotCallList.as_view(), name="do_not_call"),
    path("scripts/", do_not_call.Scripts.as_view(), name="scripts"),
    path("leads/", lists.Leads.as_view(), name="leads"),
    path("wallboard/", lists.wallboard, name="wallboard"),
]
