"""What every page of one review shows: the call in words, its recording, the way through the script, the marks."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from callcenter.labels import disposition_label, reason_label
from callcenter.models import Review
from callcenter.recording import Recording, recording_at
from callcenter.review_queries import recording_of, script_path
from callcenter.review_score import MET, PARTLY


def call_context(request: HttpRequest, review: Review) -> dict[str, Any]:
    """Context of `_review_call.html`: two queries, the review being read by `review_page`."""
    call, phone_call = review.call, recording_of(review.call)
    talk = call.talk_seconds
    if talk is None and phone_call is not None:
        talk = phone_call.duration
    return {
        "review": review,
        "call": call,
        "company": call.lead.company,
        "result": disposition_label(call.disposition.code),
        "reason": reason_label(call.reason),
        "talk": talk,
        "path": script_path(call),
        "recording": _recording(request, phone_call.recording_url) if phone_call else None,
    }


def _recording(request: HttpRequest, url: str) -> Recording:
    own = f"{request.scheme}://{request.get_host()}"
    return recording_at(url, own, settings.TELEPHONY_RECORDING_ORIGINS)


def marks_context(review: Review) -> dict[str, Any]:
    """Context of `_review_marks.html`: what was marked, and a count in words."""
    marks = list(review.marks.all())
    plain = Counter(mark.met for mark in marks if not mark.instant_fail)
    return {
        "marks": marks,
        "broken": [mark for mark in marks if mark.instant_fail and mark.met != MET],
        "met_count": plain[MET],
        "partly_count": plain[PARTLY],
        "plain_count": plain.total(),
    }
