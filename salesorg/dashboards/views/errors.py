"""What is said when something is wrong: JSON to programs, a page to people."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults


def _apologise(page: Callable[..., HttpResponse], status: int, code: str) -> Callable[..., HttpResponse]:
    """Return a handler: for addresses of the API `{detail, code}` like every other answer there, else the page."""

    def handler(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path.startswith("/api/"):
            details = {
                400: _("Bad request."),
                403: _("Not allowed."),
                404: _("Not found."),
                500: _("Server error."),
            }
            return JsonResponse({"detail": details[status], "code": code}, status=status)
        return page(request, *args, **kwargs)

    return handler


bad_request = _apologise(defaults.bad_request, 400, "bad_request")
forbidden = _apologise(defaults.permission_denied, 403, "permission_denied")
not_found = _apologise(defaults.page_not_found, 404, "not_found")
broken = _apologise(defaults.server_error, 500, "server_error")
