"""Doors of the house: the way to one's own desk, login, language, health, API pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from salesorg.dashboards.navigation import HOME
from salesorg.people.models import Role, User
from salesorg.people.pages import person

DEMO_PASSWORD = "salesorg-demo"  # noqa: S105 - printed on the login page of a demo department and nowhere else
DEMO_LOGINS = ["cara", "adam", "hal", "hera", "fay", "fern", "finn", "sue", "root"]

schema = SpectacularAPIView.as_view()
api_docs = SpectacularSwaggerSplitView.as_view(url_name="schema")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its desk."""
    return redirect(HOME[Role(person(request).role)])


# A choice holds for the login that follows it, not for whoever sits down at this browser an hour later.
CHOSEN_AT_THE_DOOR, CHOICE_SECONDS = "salesorg_door_language", 600


class Login(auth.LoginView):
    """The login; a demo department shows its people, so that a newcomer can try every desk."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "demo_logins": demo_logins() if settings.DEMO else [],
            "demo_password": DEMO_PASSWORD,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Who has just chosen a language at the door means it: it becomes the person's own."""
        chosen = self.request.COOKIES.get(CHOSEN_AT_THE_DOOR, "")
        response = super().form_valid(form)
        if chosen in dict(settings.LANGUAGES):
            User.objects.filter(pk=form.get_user().pk).update(language=chosen)
            response.delete_cookie(CHOSEN_AT_THE_DOOR)
        return response


def demo_logins() -> list[dict[str, str]]:
    """Return the demo department's people by role, or nothing if this is a real department."""
    people = User.objects.filter(username__in=DEMO_LOGINS, is_active=True, email__endswith="@demo.example")
    by_name = {person.username: person for person in people}
    return [
        {"username": name, "name": by_name[name].name, "role": by_name[name].get_role_display()}
        for name in DEMO_LOGINS
        if name in by_name
    ]


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: for a person in the database, before the login in a cookie, and until then for who logs in."""
    language = request.POST.get("language", "")
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(there if safe else "/")
    if language in dict(settings.LANGUAGES) and translation.check_for_language(language):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        else:
            response.set_cookie(
                CHOSEN_AT_THE_DOOR, language, max_age=CHOICE_SECONDS, samesite="Lax", secure=settings.HTTPS, httponly=True
            )  # fmt: skip
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS,
            httponly=True,
        )  # fmt: skip
    return response


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers (503 if not). Redis is told but not demanded: sales work without it for a while."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"database": False}, status=503)
    cache.set("readyz", 1, 5)
    return JsonResponse({"database": True, "redis": cache.get("readyz") == 1})


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """What axes answers when an account is shut for a while: JSON to programs, a page to people."""
    if request.path.startswith("/api/"):
        refusal = {"detail": _("Too many attempts. Wait a quarter of an hour."), "code": "locked_out"}
        return JsonResponse(refusal, status=429)
    return render(request, "registration/locked_out.html", status=429)
