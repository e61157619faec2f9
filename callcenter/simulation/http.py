"""The smallest HTTP client that speaks JSON; of the standard library, and past any proxy."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

_opener = build_opener(ProxyHandler({}))


class NobodyListens(Exception):
    """There is no answer at this address."""


def ask(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, Any]:
    """Send a request and return (status, JSON or None); a refusal is an answer. Raises `NobodyListens`."""
    asked = Request(url, body, {"Content-Type": "application/json", **headers}, method=method)  # noqa: S310 - http(s) was checked
    try:
        with _opener.open(asked, timeout=30) as answer:
            return answer.status, _json(answer.read())
    except HTTPError as refused:
        with refused:
            return refused.code, _json(refused.read())
    except (URLError, OSError) as error:
        raise NobodyListens(url) from error


def _json(text: bytes) -> Any:
    return json.loads(text) if text[:1] in (b"{", b"[") else None
