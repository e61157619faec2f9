"""Pages of scripts."""

from django.urls import URLPattern, path

from callcenter.views import admin_scripts, script_drafts, script_edit, script_figures, script_tests

urlpatterns: list[URLPattern] = [
    path("scripts/", admin_scripts.all_scripts, name="scripts"),
    path("scripts/new/", admin_scripts.create, name="script_new"),
    path("scripts/<int:pk>/", admin_scripts.one_script, name="script"),
    path("scripts/<int:pk>/rename/", admin_scripts.rename, name="script_rename"),
    path("scripts/<int:pk>/retire/", admin_scripts.retire, name="script_retire"),
    path("scripts/<int:pk>/edit/", script_edit.edit, name="script_edit"),
    path("scripts/<int:pk>/draft/", script_drafts.draft, name="script_draft"),
    path("scripts/<int:pk>/draft/new/", script_drafts.start, name="script_draft_new"),
    path("scripts/<int:pk>/draft/publish/", script_drafts.publish, name="script_publish"),
    path("scripts/<int:pk>/draft/discard/", script_drafts.discard, name="script_discard"),
    path("scripts/<int:pk>/test/share/", script_tests.share, name="script_share"),
    path("scripts/<int:pk>/test/end/", script_tests.end, name="script_test_end"),
    path("scripts/<int:pk>/figures/", script_figures.figures, name="script_figures"),
    path("scripts/<int:pk>/notes/", script_figures.notes, name="script_notes"),
]
