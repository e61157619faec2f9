"""The sale: lines, what it would pay, and what it made."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.queries import agreement_of, handoffs_visible_to, what_it_would_pay
from handoff.views.terms import tiers_of
from hunters import queries
from hunters.actions import win_deal
from hunters.models import Deal
from hunters.sale_forms import LineFormSet, Lines, NoteForm, product_choices
from hunters.views.deal_steps import WORKERS, workable
from hunters.views.desk import READERS
from salesorg.clients.queries import current_owner
from salesorg.lib.money import ZERO
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(*WORKERS)
def win(request: HttpRequest, pk: int) -> HttpResponse:
    """Win the deal with its lines: GET asks for them, POST makes the sale."""
    deal = workable(request, pk)
    if request.method != "POST" and deal.state == Deal.State.WON:
        return redirect("hunters:won", pk)
    lines, note = _lines(request.POST or None), NoteForm(request.POST or None)
    if request.method != "POST":
        return _page(request, deal, lines, note)

    def effect() -> dict[str, Any]:
        won = win_deal(
            actor=person(request),
            deal=deal,
            lines=lines.lines(),
            note=note.cleaned_data["note"],
            at=timezone.now(),
        )
        return {"sale": won.sale.pk, "number": won.sale.number}

    if lines.is_valid() and note.is_valid():
        try:
            answer = act_once(request, "win_deal", effect)
            text = _("Sale %(number)s to %(company)s is made.")
            said = text % {"number": answer["number"], "company": deal.company.name}
            return done(request, said, reverse("hunters:won", args=[pk]))
        except ActionRefused as refusal:
            note.add_error(None, str(refusal))
    return _page(request, deal, lines, note, status=422)


@for_roles(*WORKERS)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sum of the lines typed so far and what it would pay; a fragment, nothing is kept."""
    deal, lines = workable(request, pk), _lines(request.GET or None)
    return render(request, "hunters/_preview.html", _preview(deal, _amount(lines)))


@for_roles(*READERS)
@require_safe
def won(request: HttpRequest, pk: int) -> HttpResponse:
    """What winning made: the sale, who takes the client, the clock, what is agreed."""
    viewer = person(request)
    found = queries.deals_visible_to(viewer).select_related("sale")
    deal = get_object_or_404(found, pk=pk, state=Deal.State.WON)
    assert deal.sale is not None
    first = deal.sale.kind == "first"
    agreement = agreement_of(deal.company)
    context = {
        "deal": deal, "sale": deal.sale, "first": first, "owner": current_owner(deal.company),
        "handoff": handoffs_visible_to(viewer).filter(sale=deal.sale).first() if first else None,
        "agreement": agreement, "tiers": tiers_of(agreement.plan) if agreement else [],
        "pays": what_it_would_pay(hunter=deal.hunter, amount=deal.sale.amount, at=deal.sale.sold_at),
        "mine": viewer.is_in(Role.HUNTERS_HEAD, Role.SALES_HEAD) or deal.hunter_id == viewer.pk,
    }  # fmt: skip
    return render(request, "hunters/won.html", context)


def _lines(data: Any) -> Lines:
    return LineFormSet(data, form_kwargs={"choices": product_choices()}, prefix="lines")  # type: ignore[return-value]


def _amount(lines: Lines) -> Decimal:
    """What the lines that are complete already come to."""
    lines.is_valid()
    return sum((form.line().amount for form in lines.forms if _complete(form)), ZERO)


def _complete(form: Any) -> bool:
    return bool(form.has_changed() and not form.errors and form.cleaned_data.get("product"))


def _preview(deal: Deal, amount: Decimal) -> dict[str, Any]:
    pays = what_it_would_pay(hunter=deal.hunter, amount=amount, at=timezone.now())
    return {"deal": deal, "amount": amount, "pays": pays, "currency": organisation().currency}


def _page(request: HttpRequest, deal: Deal, lines: Lines, note: NoteForm, status: int = 200) -> HttpResponse:
    amount = _amount(lines) if lines.is_bound else deal.amount
    context = {**_preview(deal, amount), "lines": lines, "note": note, "estimate": not lines.is_bound}
    return render(request, "hunters/win.html", context, status=status)
