"""Pages of this app, like a site map."""

from django.urls import path

from salesorg.dashboards.views import board, companies, dossiers

app_name = "dashboards"

urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/now/", board.board_now, name="board_now"),
    path("companies/", companies.companies, name="companies"),
    path("companies/<int:pk>/", companies.company, name="company"),
    path("companies/<int:pk>/story/", dossiers.story, name="dossier"),
    path("companies/<int:pk>/contacts/", companies.reveal, name="reveal"),
]
