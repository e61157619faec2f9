"""What every page does alike: act once, answer done, answer refused."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from rest_framework.request import Request

from salesorg.lib.refusals import ActionRefused
from salesorg.people.actions import answer_once
from salesorg.people.models import User

NOT_THE_REQUEST = {"csrfmiddlewaretoken", "idempotency_key"}


def person(request: HttpRequest | Request) -> User:
    """The one who asks, from the session or token and from nowhere else."""
    return cast(User, request.user)


def act_once(request: HttpRequest, action: str, effect: Callable[[], Any]) -> Any:
    """Run a page's `effect` at most once for the key its form was rendered with (`{% idempotency_key %}`).

    Returns the effect's JSON-ready answer, or the first one's on a replay. Raises what `answer_once` and the effect raise.
    """
    body = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_THE_REQUEST}
    asked = {"path": request.path, "body": body}
    key = request.POST.get("idempotency_key", "")[:100]
    return answer_once(actor=person(request), key=key, action=action, request=asked, effect=effect)[0]


def api_once(request: Request, action: str, effect: Callable[[], Any]) -> Any:
    """The same for the API, with the header `Idempotency-Key`; no header means: act, remember nothing."""
    # JSON may also be a single text or number, whatever the stubs say.
    data: object = request.data
    body = data if isinstance(data, dict | list) else {}
    asked = {
        "path": request.path,
        "body": {k: str(v) for k, v in body.items()} if isinstance(body, dict) else body,
    }
    key = request.headers.get("Idempotency-Key", "")[:100]
    return answer_once(actor=person(request), key=key, action=action, request=asked, effect=effect)[0]


def done(request: HttpRequest, text: str, to: str) -> HttpResponse:
    """Say what was done and go on to the URL `to` (for htmx with `HX-Redirect`)."""
    messages.success(request, text)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


def refused(request: HttpRequest, refusal: ActionRefused) -> HttpResponse:
    """Answer a rule's refusal that the view did not catch: 422, a toast for htmx, a plain page otherwise."""
    if request.headers.get("HX-Request") == "true":
        toast = {"toast": {"text": str(refusal), "level": "error"}}
        return HttpResponse(status=422, headers={"HX-Reswap": "none", "HX-Trigger": json.dumps(toast)})
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return render(request, "refused.html", {"refusal": refusal, "back": back if safe else "/"}, status=422)
