"""Reads about the introduction letter: templates, what is due, what was sent, what is put in."""

from datetime import datetime

from django.db.models import QuerySet

from handoff.letter_text import filled
from handoff.models import Handoff, Letter, LetterTemplate
from salesorg.clients.languages import language_for
from salesorg.clients.models import ContactPoint
from salesorg.people.queries import organisation


def letter_templates() -> QuerySet[LetterTemplate]:
    """Return the introduction in every language it is written in."""
    return LetterTemplate.objects.select_related("updated_by")


def letters_of(handoff: Handoff) -> QuerySet[Letter]:
    """Return the letters of a handoff, newest first, with their addresses (to be shown masked)."""
    found: QuerySet[Letter] = handoff.letters.select_related("contact_point__person", "farmer", "created_by")
    return found.order_by("-pk")


def due_letters(at: datetime, limit: int) -> list[int]:
    """Return the ids of the letters that are due at `at`, the longest waiting first."""
    due = Letter.objects.filter(state=Letter.State.QUEUED, due_at__lte=at)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def addresses_of(handoff: Handoff) -> list[ContactPoint]:
    """Return the client's e-mail addresses to which a letter may go, with whose they are."""
    found = ContactPoint.objects.filter(
        company=handoff.company_id, kind=ContactPoint.Kind.EMAIL, is_wrong=False
    )
    return list(found.select_related("person"))


def letter_language(handoff: Handoff) -> str:
    """Return the language in which the client is written to if nobody chooses another."""
    return language_for(handoff.company, organisation())


def letter_facts(handoff: Handoff, contact: str) -> dict[str, str]:
    """Return what is put in for the variables; `contact` is who reads the letter, else it is the company."""
    farmer = handoff.farmer
    return {
        "contact": contact or handoff.company.name,
        "company": handoff.company.name,
        "farmer": farmer.name if farmer else "",
        "farmer_email": farmer.email if farmer else "",
        "hunter": handoff.hunter.name,
        "organisation": organisation().name,
    }


def letter_draft(handoff: Handoff, language: str, contact: str) -> tuple[str, str]:
    """Return subject and text by the template of a language, filled in; an unknown language is `LetterTemplate.DoesNotExist`."""
    template = LetterTemplate.objects.get(language=language)
    facts = letter_facts(handoff, contact)
    return filled(template.subject, facts), filled(template.body, facts)
