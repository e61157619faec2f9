"""What is said when something is wrong: JSON to programs, a page to people."""

import sys
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults

RETRY_AFTER = 5


def _database_away(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.get_template("503.html").render(), status=503)


def _apologise(page: Callable[..., HttpResponse], status: int, code: str) -> Callable[..., HttpResponse]:
    """Return a handler: for addresses of the API `{detail, code}` like every other answer there, else the page."""

    def handler(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path.startswith("/api/"):
            details = {
                400: _("Bad request."),
                403: _("Not allowed."),
                404: _("Not found."),
                500: _("Server error."),
                503: _("The database does not answer for the moment. Send the same request again."),
            }
            return JsonResponse({"detail": details[status], "code": code}, status=status)
        return page(request, *args, **kwargs)

    return handler


bad_request = _apologise(defaults.bad_request, 400, "bad_request")
forbidden = _apologise(defaults.permission_denied, 403, "permission_denied")
not_found = _apologise(defaults.page_not_found, 404, "not_found")
_broken = _apologise(defaults.server_error, 500, "server_error")
_unavailable = _apologise(_database_away, 503, "unavailable")


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 when the database is away (restarts, is cut off) or gave up on a lock: then the same request is good in a moment.

    The call screen keeps what answers 503 and sends it again by itself (resend.js).
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _unavailable(request)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return _broken(request)
