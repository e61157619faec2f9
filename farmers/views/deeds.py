"""Forms of one account: each is a page of its own, a dialog with htmx, or a line under its row."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from farmers import actions, queries
from farmers.access import KEEPERS
from farmers.forms import (
    AnswerForm,
    Lines,
    PromiseForm,
    RequestForm,
    SaleForm,
    TouchForm,
    line_inputs,
)
from farmers.models import Promise, Request
from farmers.views.carrying_out import answered, carried_out, form_page, page_of, row_again, servable, shown
from salesorg.people.guards import for_roles
from salesorg.people.pages import act_once, done, person

SERVERS = KEEPERS


@form_page
@for_roles(*SERVERS)
def touch(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a contact; `?row=1` is the form under a row of the portfolio."""
    account = servable(request, pk)
    form = TouchForm(request.POST or None)
    in_row = "row" in request.GET

    def act() -> dict[str, Any]:
        logged = actions.log_touch(
            actor=person(request), account=account, at=timezone.now(), **form.cleaned_data
        )
        return {"id": logged.pk}

    text = _("The contact is logged.")
    refused = carried_out(request, "log_touch", form, act)
    if refused is None and in_row and request.htmx:  # type: ignore[attr-defined]
        return row_again(request, pk, text)
    if refused is None:
        return done(request, text, page_of(account))
    return shown(
        request,
        account,
        form,
        _("Log a contact"),
        status=refused,
        body="farmers/_touch_fields.html",
        in_row=in_row,
    )


@form_page
@for_roles(*SERVERS)
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was promised."""
    account = servable(request, pk)
    form = PromiseForm(request.POST or None)

    def act() -> dict[str, Any]:
        made = actions.make_promise(
            actor=person(request), account=account, at=timezone.now(), **form.cleaned_data
        )
        return {"id": made.pk}

    return answered(
        request, account, form, act, "make_promise", _("New promise"), _("The promise is written down.")
    )


@form_page
@for_roles(*SERVERS)
def request_(request: HttpRequest, pk: int) -> HttpResponse:
    """Register what a client asks for."""
    account = servable(request, pk)
    form = RequestForm(request.POST or None, initial={"kind": Request.Kind.REQUEST})

    def act() -> dict[str, Any]:
        made = actions.register_request(
            actor=person(request), account=account, at=timezone.now(), **form.cleaned_data
        )
        return {"id": made.pk}

    return answered(
        request, account, form, act, "register_request", _("New request"), _("The request is registered.")
    )


@form_page
@for_roles(*SERVERS)
def sale(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a repeat sale with its lines; «more» only shows the form again with more of them."""
    account = servable(request, pk)
    form = SaleForm(request.POST or None)
    more = "more" in request.POST
    lines = Lines(_with_more_lines(request.POST) if more else request.POST or None)

    def act() -> dict[str, Any]:
        made = actions.record_repeat_sale(
            actor=person(request), account=account, lines=line_inputs(lines), note=form.cleaned_data["note"],
            at=timezone.now(),
        )  # fmt: skip
        return {"id": made.pk, "number": made.number}

    filled = not more and (request.method != "POST" or lines.is_valid())
    status = carried_out(request, "record_repeat_sale", form, act) if filled else 200 if more else 422
    if status is None:
        return done(request, _("The sale is recorded."), page_of(account))
    return shown(
        request, account, form, _("Repeat sale"), status=status, body="farmers/_sale_fields.html", lines=lines
    )


@form_page
@for_roles(*SERVERS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a client's request."""
    mine = queries.accounts_servable_by(person(request))
    asked = get_object_or_404(Request.objects.select_related("account"), pk=pk, account__in=mine)
    account = servable(request, asked.account_id)
    form = AnswerForm(request.POST or None)

    def act() -> dict[str, Any]:
        made = actions.answer_request(
            actor=person(request), request=asked, at=timezone.now(), **form.cleaned_data
        )
        return {"id": made.pk}

    return answered(
        request,
        account,
        form,
        act,
        "answer_request",
        _("Answer"),
        _("The answer is written down."),
        about=asked.text,
    )


@require_POST
@for_roles(*SERVERS)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a promise was kept or broken (`kept` = 1 or 0)."""
    mine = queries.accounts_servable_by(person(request))
    made = get_object_or_404(Promise.objects.select_related("account"), pk=pk, account__in=mine)
    kept = request.POST.get("kept") == "1"

    def act() -> dict[str, Any]:
        settled = actions.settle_promise(actor=person(request), promise=made, kept=kept, at=timezone.now())
        return {"id": settled.pk}

    act_once(request, "settle_promise", act)
    return done(request, _("The promise is settled."), page_of(made.account))


def _with_more_lines(posted: QueryDict) -> QueryDict:
    """What was typed, with three empty lines more; a line with only the usual quantity counts as empty."""
    data = posted.copy()
    typed = data.get("form-TOTAL_FORMS", "")
    there = min(int(typed), 50) if typed.isascii() and typed.isdigit() else 0
    there_will_be = min(50, there + 3)
    for n in range(there, there_will_be):
        data[f"form-{n}-quantity"] = "1"
    data["form-TOTAL_FORMS"] = str(there_will_be)
    return data
