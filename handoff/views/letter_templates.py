"""The introduction letter of every language, with a look at what a client would read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff import actions
from handoff.actions.change_letter_template import check_template
from handoff.forms import LetterTemplateForm
from handoff.letter_text import VARIABLES, filled
from handoff.models import LetterTemplate
from handoff.queries import letter_templates
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(Role.FARMERS_HEAD)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Both languages with their variables and a preview."""
    return _page(request)


@for_roles(Role.FARMERS_HEAD)
@require_POST
def template(request: HttpRequest, language: str) -> HttpResponse:
    """Save one language, or only look at what it would read like."""
    form = LetterTemplateForm(request.POST, auto_id=f"id_{language}_%s")
    if not form.is_valid():
        return _page(request, 422, language, form)
    typed, looks = form.cleaned_data, "preview" in request.POST

    def effect() -> dict[str, int]:
        changed = actions.change_letter_template(
            actor=person(request), language=language, at=timezone.now(), **typed
        )
        return {"id": changed.pk}

    try:
        if looks:
            check_template(**typed)
        else:
            act_once(request, "change_letter_template", effect)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, 422, language, form)
    return (
        _page(request, 200, language, form)
        if looks
        else done(request, _("Saved."), reverse("handoff:letters"))
    )


def _page(
    request: HttpRequest, status: int = 200, language: str = "", form: LetterTemplateForm | None = None
) -> HttpResponse:
    facts = _sample(person(request).name)
    cards = [_card(one, form if one.language == language else None, facts) for one in letter_templates()]
    return render(
        request, "handoff/letter_templates.html", {"cards": cards, "variables": VARIABLES}, status=status
    )


def _card(one: LetterTemplate, form: LetterTemplateForm | None, facts: dict[str, str]) -> dict[str, Any]:
    written = {"subject": one.subject, "body": one.body}
    typed = form.cleaned_data if form and form.is_valid() else written
    return {
        "template": one,
        "name": dict(settings.LANGUAGES).get(one.language, one.language),
        "form": form or LetterTemplateForm(initial=written, auto_id=f"id_{one.language}_%s"),
        "subject": filled(typed["subject"], facts),
        "body": filled(typed["body"], facts),
    }


def _sample(farmer: str) -> dict[str, str]:
    """Names to look at a template with."""
    return {
        "contact": _("Anna Lee"), "company": _("Northern Dairy"), "farmer": farmer,
        "farmer_email": "manager@example.com", "hunter": _("Peter Stone"), "organisation": organisation().name,
    }  # fmt: skip
