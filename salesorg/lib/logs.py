"""The log holds ids: never a phone, a name or a mail, and no secret that an address carries."""

import re

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

# A signed token in a path opens what it names; whatever is that long is no id of ours.
_SECRET = re.compile(r"[^/]{24,}")


class RequestLog(RequestMiddleware):
    """Logs each request by method and path. What was searched for stands behind the question mark and stays there."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {_SECRET.sub('…', request.path)}"
