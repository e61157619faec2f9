from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.letter_text import unknown_in
from handoff.models import LetterTemplate
from handoff.refusals import LanguageUnknown, LetterEmpty, VariablesUnknown
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def change_letter_template(
    *, actor: User, language: str, subject: str, body: str, at: datetime
) -> LetterTemplate:
    """Write the introduction letter of one language anew; letters already queued keep their text.

    The head of the client department only. Refusals: `NotYours`, `LanguageUnknown`, `LetterEmpty`, `VariablesUnknown`.
    """
    if not actor.is_in(Role.FARMERS_HEAD):
        raise NotYours
    template = LetterTemplate.objects.select_for_update().filter(language=language).first()
    if template is None:
        raise LanguageUnknown
    check_template(subject, body)
    template.subject, template.body = " ".join(subject.split()), body.strip() + "\n"
    template.updated_at, template.updated_by = at, actor
    template.save(update_fields=["subject", "body", "updated_at", "updated_by"])
    record_activity(company=None, actor=actor, verb=verbs.LETTER_TEMPLATE_CHANGED, at=at, language=language)
    return template


def check_template(subject: str, body: str) -> None:
    """Refuse a template that is empty or names what no letter knows."""
    if not subject.strip() or not body.strip():
        raise LetterEmpty
    if names := unknown_in(subject, body):
        raise VariablesUnknown(names)
