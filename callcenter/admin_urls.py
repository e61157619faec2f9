"""Pages of the call-centre administrator."""

from django.urls import URLPattern, path

from callcenter.views import (
    admin_desk,
    admin_do_not_call,
    admin_imports,
    admin_leads,
    admin_lists,
    admin_reviews,
    admin_scorecards,
    admin_scripts,
    review_people,
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
    path("do-not-call/", admin_do_not_call.do_not_call, name="do_not_call"),
    path("scripts/", admin_scripts.all_scripts, name="scripts"),
    path("scripts/new/", admin_scripts.create, name="script_new"),
    path("scripts/<int:pk>/", admin_scripts.one_script, name="script"),
    path("scripts/<int:pk>/edit/", admin_scripts.edit, name="script_edit"),
    path("reviews/", admin_reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", admin_reviews.review, name="review"),
    path("reviews/<int:pk>/change/", admin_reviews.change, name="review_change"),
    path("reviews/<int:pk>/read/", admin_reviews.read, name="review_read"),
    path("reviews/calls/", admin_reviews.calls, name="review_calls"),
    path("reviews/calls/<int:call>/", admin_reviews.choose, name="review_choose"),
    path("reviews/people/", review_people.people, name="review_people"),
    path("reviews/people/<int:pk>/", review_people.one_person, name="review_person"),
    path("reviews/scorecards/", admin_scorecards.scorecards, name="scorecards"),
    path("reviews/scorecards/new/", admin_scorecards.create, name="scorecard_new"),
    path("reviews/scorecards/<int:pk>/", admin_scorecards.edit, name="scorecard"),
    path("reviews/scorecards/<int:pk>/use/", admin_scorecards.use, name="scorecard_use"),
    path("reviews/scorecards/<int:pk>/remove/", admin_scorecards.remove, name="scorecard_remove"),
]
