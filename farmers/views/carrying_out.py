"""What every form of one account does alike: fetch, act once, answer done, or show itself again with what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from farmers import queries
from farmers.models import Account
from farmers.views.desk import listed, row_context
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.pages import act_once, done, person

form_page = require_http_methods(["GET", "HEAD", "POST"])


def servable(request: HttpRequest, pk: int) -> Account:
    """Fetch an account on which the viewer may work; another one is not there."""
    return get_object_or_404(queries.accounts_servable_by(person(request)), pk=pk)


def page_of(account: Account) -> str:
    """The address of an account's page."""
    return reverse("farmers:account", args=[account.pk])


def carried_out(request: HttpRequest, name: str, form: forms.Form, act: Callable[[], Any]) -> int | None:
    """Act on a valid POST and return None, or the status with which the form is to be shown (again)."""
    if request.method != "POST":
        return 200
    if not form.is_valid():
        return 422
    try:
        act_once(request, name, act)
    except NotYours:
        raise
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return 422
    return None


def answered(
    request: HttpRequest, account: Account, form: forms.Form, act: Callable[[], Any], name: str, title: str,
    text: str, to: str = "", about: str = "",
) -> HttpResponse:  # fmt: skip
    """Carry out one form from its first showing to «done»."""
    status = carried_out(request, name, form, act)
    if status is None:
        return done(request, text, to or page_of(account))
    return shown(request, account, form, title, status=status, about=about)


def shown(
    request: HttpRequest, account: Account, form: forms.Form, title: str, *, status: int, **more: Any
) -> HttpResponse:
    """Show a form: under its row, in a dialog, or as a page of its own."""
    context = {"account": account, "form": form, "title": title, "action": request.get_full_path(), **more}
    if request.htmx and more.get("in_row"):  # type: ignore[attr-defined]
        row = get_object_or_404(listed(queries.accounts_visible_to(person(request))), pk=account.pk)
        return render(request, "farmers/_row.html", context | row_context(request, row), status=status)
    template = "farmers/_deed.html" if request.htmx else "farmers/deed.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def row_again(request: HttpRequest, pk: int, text: str) -> HttpResponse:
    """Answer with the row as it is now; the tiles are told to count again."""
    row = get_object_or_404(listed(queries.accounts_visible_to(person(request))), pk=pk)
    response = render(request, "farmers/_row.html", row_context(request, row))
    trigger_client_event(response, "account-changed", {})
    return trigger_client_event(response, "toast", {"text": text, "level": "success"})
