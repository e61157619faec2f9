"""Each request is answered in the person's own language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation

from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.pages import refused

Answer = Callable[[HttpRequest], HttpResponse]


def own_language_and_time_zone(get_response: Answer) -> Answer:
    """Take both from the person; before the login the language from the cookie, then from the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        language = getattr(person, "language", "") or translation.get_language_from_request(request)
        with translation.override(language), timezone.override(_zone(getattr(person, "time_zone", ""))):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return middleware


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


class RefusalsAsAnswers:
    """A rule's refusal that reaches the edge of a page becomes a sentence for the person, never an error page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("HX-Request") == "true" and _asks_to_log_in(response):
            # htmx would follow and put the login page where the form stands, and with it everything typed would go.
            return HttpResponse(status=401)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ActionRefused) and not isinstance(error, NotYours):
            return refused(request, error)
        return None


def _asks_to_log_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
