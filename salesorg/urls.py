"""The site map. The API, pages by desk, then what machines ask.

What has a prefix of its own stands before what has none: those pages are tried one by one, by every request.
"""

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from salesorg.dashboards.views import doors as roof

urlpatterns = [
    path("api/v1/", include("salesorg.api_urls")),
    path("", roof.home, name="home"),
    path("login/", roof.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(roof.switch_language), name="set_language"),
    path("calls/", include("callcenter.urls")),
    path("hunting/", include("hunters.urls")),
    path("portfolio/", include("farmers.urls")),
    path("payments/", include("salesorg.sales.urls")),
    path("people/", include("salesorg.dashboards.people_urls")),
    path("api/schema/", roof.schema, name="schema"),
    path("api/docs/", roof.api_docs, name="api_docs"),
    path("healthz", roof.healthz, name="healthz"),
    path("readyz", roof.readyz, name="readyz"),
    path("", include("handoff.urls")),
    path("", include("salesorg.dashboards.urls")),
]

handler400 = "salesorg.dashboards.views.errors.bad_request"
handler403 = "salesorg.dashboards.views.errors.forbidden"
handler404 = "salesorg.dashboards.views.errors.not_found"
handler500 = "salesorg.dashboards.views.errors.broken"
