"""Who may speak for the telephone exchange, how long and how often."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MOST_BYTES = 16 * 1024


class TooLong(APIException):
    """Refused before it is read: nobody has proved anything yet."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "No event of a call is that long."
    default_code = "too_long"


class Signed(BasePermission):
    """`X-Signature: sha256=<HMAC-SHA256 of the body with TELEPHONY_SECRET, in hex>`; without a secret nobody gets in."""

    def has_permission(self, request: Request, view: object) -> bool:
        secret = settings.TELEPHONY_SECRET
        if not secret:
            return False
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise TooLong
        given = request.headers.get("X-Signature", "").removeprefix("sha256=")
        return hmac.compare_digest(signature_of(request._request.body, secret).encode(), given.encode())


def signature_of(body: bytes, secret: str) -> str:
    """Return the signature of a body, in hex."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class EventsPerMinute(BaseThrottle):
    """So many signed events a minute in all (TELEPHONY_EVENTS_PER_MINUTE): an exchange gone mad must not stop the department.

    Counted in the cache; without one nothing is counted and nothing refused.
    """

    def allow_request(self, request: Request, view: object) -> bool:
        key = f"telephony-events:{int(time.time()) // 60}"
        cache.add(key, 0, 120)
        return _incremented(key) <= int(settings.TELEPHONY_EVENTS_PER_MINUTE)

    def wait(self) -> float:
        return 60 - time.time() % 60


def _incremented(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # wiped between the two
        return 0
