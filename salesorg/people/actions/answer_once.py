import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused, KeyReused
from salesorg.people.models import IdempotencyKey, User


class TwinRunning(ActionRefused):
    code = "twin_running"
    text = _("This request is already being carried out.")


@transaction.atomic(durable=True)
def answer_once(
    *, actor: User, key: str, action: str, request: Any, effect: Callable[[], Any]
) -> tuple[Any, bool]:
    """Run `effect` at most once for this person's `key`; return its JSON-ready answer and whether it was a replay.

    `request` is what was asked (JSON-ready): another one under the same key is refused with `KeyReused` (422), the
    same one still running elsewhere with `TwinRunning` (409). The key is saved in the effect's transaction, so that
    after a crash there is either both or neither. An empty key means: run, remember nothing.
    """
    if not key:
        return effect(), False
    # The advisory lock tells a running twin from a finished one without waiting for it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{actor.pk}:{key}"])
        if not cursor.fetchone()[0]:
            raise TwinRunning
    digest = _digest(action, request)
    known = IdempotencyKey.objects.filter(person=actor, key=key).first()
    if known is not None:
        if known.request_hash != digest:
            raise KeyReused
        return known.answer, True
    answer = effect()
    IdempotencyKey.objects.create(
        person=actor, key=key, action=action, request_hash=digest, answer=_plain(answer)
    )
    return answer, False


def _digest(action: str, request: Any) -> str:
    body = json.dumps([action, request], sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _plain(answer: Any) -> Any:
    return json.loads(json.dumps(answer, cls=DjangoJSONEncoder))
