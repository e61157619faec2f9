import re
from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.locks import lock_handoff
from handoff.models import Handoff
from handoff.refusals import LanguageUnknown
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User

HEADS = (Role.HUNTERS_HEAD, Role.FARMERS_HEAD)


@transaction.atomic
def set_client_language(*, actor: User, handoff: Handoff, language: str, at: datetime) -> Handoff:
    """Say in which language (ISO 639-1, empty: the organisation's) the client is served and written to.

    By the handoff's hunter or farmer, or the heads of their departments; the same again changes nothing.
    Refusals: `NotYours`, `LanguageUnknown`.
    """
    handoff = lock_handoff(handoff)
    if actor.pk not in (handoff.hunter_id, handoff.farmer_id) and not actor.is_in(*HEADS):
        raise NotYours
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise LanguageUnknown
    company = handoff.company
    if company.language == language:
        return handoff
    before, company.language = company.language, language
    company.save(update_fields=["language"])
    record_activity(
        company=company, actor=actor, verb=verbs.CLIENT_LANGUAGE_SET, at=at, language=language, was=before
    )
    return handoff
