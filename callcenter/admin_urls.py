"""Pages of the call-centre administrator."""

from django.urls import URLPattern, path

from callcenter.views import (
    admin_audits,
    admin_desk,
    admin_do_not_call,
    admin_imports,
    admin_leads,
    admin_lists,
    admin_scripts,
)

urlpatterns: list[URLPattern] = [
    path("admin/", admin_desk.desk, name="admin"),
    path("board/", admin_desk.board, name="board"),
    path("lists/", admin_lists.lists, name="lists"),
    path("lists/new/", admin_lists.create, name="list_new"),
    path("lists/<int:pk>/", admin_lists.detail, name="list"),
    path("lists/<int:pk>/edit/", admin_lists.edit, name="list_edit"),
    path("lists/<int:pk>/pause/", admin_lists.pause, name="list_pause"),
    path("lists/<int:pk>/imports/", admin_imports.upload, name="import_upload"),
    path("imports/<int:pk>/", admin_imports.job, name="import_job"),
    path("imports/<int:pk>/report.csv", admin_imports.report, name="import_report"),
    path("imports/<int:pk>/revert/", admin_imports.revert, name="import_revert"),
    path("leads/", admin_leads.leads, name="leads"),
    path("leads/<int:pk>/", admin_leads.lead, name="lead"),
    path("audits/", admin_audits.waiting, name="audits"),
    path("audits/<int:pk>/pass-on/", admin_audits.pass_on, name="audit_pass_on"),
    path("audits/<int:pk>/send-back/", admin_audits.send_back, name="audit_send_back"),
    path("do-not-call/", admin_do_not_call.do_not_call, name="do_not_call"),
    path("scripts/", admin_scripts.all_scripts, name="scripts"),
    path("scripts/new/", admin_scripts.create, name="script_new"),
    path("scripts/<int:pk>/", admin_scripts.one_script, name="script"),
    path("scripts/<int:pk>/edit/", admin_scripts.edit, name="script_edit"),
]
