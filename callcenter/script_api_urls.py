"""API endpoints of scripts."""

from django.urls import URLPattern, path

from callcenter.api import script_drafts, script_figures, scripts

urlpatterns: list[URLPattern] = [
    path("scripts/", scripts.Scripts.as_view(), name="scripts"),
    path("scripts/<int:pk>/", scripts.ScriptDetail.as_view(), name="script"),
    path("scripts/<int:pk>/versions/", scripts.ScriptVersions.as_view(), name="script_versions"),
    path("scripts/<int:pk>/draft/", script_drafts.ScriptDraft.as_view(), name="script_draft"),
    path("scripts/<int:pk>/publish/", script_drafts.publish, name="script_publish"),
    path("scripts/<int:pk>/test/", script_figures.test, name="script_test"),
    path("scripts/<int:pk>/test/share/", script_drafts.share, name="script_share"),
    path("scripts/<int:pk>/test/end/", script_drafts.end, name="script_test_end"),
    path("scripts/<int:pk>/figures/", script_figures.figures, name="script_figures"),
    path("scripts/<int:pk>/notes/", script_figures.ScriptNotes.as_view(), name="script_notes"),
]
