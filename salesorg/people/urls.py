"""Pages about oneself, like a site map. Pages about the department's people stand on the roof (people_urls)."""

from django.urls import path

from salesorg.people import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/password/", views.password, name="password"),
    path("me/tokens/", views.token_create, name="token_create"),
    path("me/tokens/<str:key>/revoke/", views.token_revoke, name="token_revoke"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/open/", views.notice_open, name="notice_open"),
]
