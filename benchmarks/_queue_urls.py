"""The product's site map and the bare claim: one statement behind all middleware, and behind none of our code."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from salesorg.urls import urlpatterns as product

BARE_CLAIM = """
    UPDATE callcenter_lead SET state = 'claimed' WHERE id = (
        SELECT id FROM callcenter_lead WHERE lane_id = %s AND state = 'waiting' AND due_at <= now()
        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id
"""


@require_POST
def bare_claim(request: HttpRequest, lane: int) -> JsonResponse:
    """What the queue would be without rules: session, person and every middleware, then one statement."""
    assert request.user.is_authenticated
    with connection.cursor() as cursor:
        cursor.execute(BARE_CLAIM, [lane])
        row = cursor.fetchone()
    return JsonResponse({"lead": row[0] if row else None})


urlpatterns = [*product, path("bare-claim/<int:lane>/", bare_claim)]
