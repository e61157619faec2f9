"""The letter that introduces the farmer: written from its template, edited, sent or printed; and the templates."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handoff import actions
from handoff.actions.write_letter import letter_text
from handoff.forms import LetterForm
from handoff.models import Handoff
from handoff.queries import (
    addresses_of,
    handoffs_visible_to,
    letter_draft,
    letter_language,
    letter_templates,
    letters_of,
)
from salesorg.clients.models import ContactPoint
from salesorg.lib.mail import mail_is_set_up
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person

R = Role
WRITERS = (R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The introduction as it will be read; sent to one of the client's addresses, or taken to paper."""
    handoff = get_object_or_404(handoffs_visible_to(person(request)), pk=pk)
    addresses = addresses_of(handoff)
    if request.method != "POST":
        return _page(request, handoff, addresses)
    form = LetterForm(request.POST, addresses=addresses)
    if not form.is_valid():
        return _page(request, handoff, addresses, form, 422)
    try:
        if "print" in request.POST:
            return _printed(request, handoff, addresses, form)
        act_once(request, "write_letter", lambda: {"id": _write(request, handoff, form)})
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, handoff, addresses, form, 422)
    return done(request, _("The letter is on its way."), reverse("handoff:case", args=[pk]) + "#letters")


def _write(request: HttpRequest, handoff: Handoff, form: LetterForm) -> int:
    typed = form.cleaned_data
    written = actions.write_letter(
        actor=person(request), handoff=handoff, contact_point=int(typed["contact_point"] or 0), subject=typed["subject"],
        body=typed["body"], language=request.POST.get("language", ""), at=timezone.now(),
    )  # fmt: skip
    return written.pk


def _printed(
    request: HttpRequest, handoff: Handoff, addresses: list[ContactPoint], form: LetterForm
) -> HttpResponse:
    """The text as it was typed, on a page that is nothing but the letter."""
    chosen = form.cleaned_data["contact_point"]
    point = next((one for one in addresses if str(one.pk) == chosen), None)
    subject, body = letter_text(handoff, point, form.cleaned_data["subject"], form.cleaned_data["body"])
    context = {
        "handoff": handoff, "subject": subject, "body": body, "language": request.POST.get("language", ""),
        "today": timezone.now(),
    }  # fmt: skip
    return render(request, "handoff/letter_print.html", context)


def _page(
    request: HttpRequest, handoff: Handoff, addresses: list[ContactPoint], form: LetterForm | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    known = [template.language for template in letter_templates()]
    asked = request.POST.get("language") or request.GET.get("language", "")
    language = asked if asked in known else letter_language(handoff)
    if form is None:
        reader = addresses[0].person if addresses else None
        subject, body = letter_draft(handoff, language, reader.name if reader else "")
        form = LetterForm(initial={"subject": subject, "body": body}, addresses=addresses)
    at = timezone.now()
    context = {
        "handoff": handoff, "form": form, "language": language, "addresses": addresses,
        "languages": _languages(known, language), "mail_is_set_up": mail_is_set_up(),
        "letters": [(one, one.is_under_way(at)) for one in letters_of(handoff)[:10]],
    }  # fmt: skip
    return render(request, "handoff/letter.html", context, status=status)


def _languages(known: list[str], active: str) -> list[dict[str, Any]]:
    names = dict(settings.LANGUAGES)
    return [
        {"label": names.get(code, code), "url": f"?language={code}", "active": code == active}
        for code in known
    ]
