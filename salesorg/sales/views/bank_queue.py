"""The bank's lines that wait for finance: one at a time, by keyboard, each decided once."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salesorg.lib.api import capped_count
from salesorg.lib.filters import BIGGEST_ID
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.sales.actions import ignore_line, match_line, refund_line, restore_line, split_line
from salesorg.sales.actions.ignore_line import REASONS
from salesorg.sales.alike_payments import typed_twin_of
from salesorg.sales.bank_queries import (
    candidates_of,
    lines_visible_to,
    neighbours,
    unsold_currencies,
    waiting_lines,
)
from salesorg.sales.bank_refusals import BeyondOwed, LooksAlike, LooksTyped
from salesorg.sales.bank_twins import twin_of
from salesorg.sales.bank_words import CANDIDATE_WHY
from salesorg.sales.forms import SplitForm
from salesorg.sales.models import BankLine
from salesorg.sales.payment_matching import NUMBER, TAX_ID, suggested_split
from salesorg.sales.queries import find_sales, payments_visible_to, sales_visible_to
from salesorg.sales.views.tabs import money_tabs

LISTED = 25
Finance = for_roles(Role.FINANCE)


@require_safe
@for_roles(Role.FINANCE, Role.SALES_HEAD)
def bank(request: HttpRequest) -> HttpResponse:
    """The queue: one line opened with what it may be for, the others beside it."""
    asked = request.GET.get("line", "")
    found = (
        lines_visible_to(person(request)).filter(pk=asked if _is_id(asked) else 0).first() if asked else None
    )
    return _queue(request, found)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= BIGGEST_ID


def _queue(
    request: HttpRequest, line: BankLine | None, *, split: SplitForm | None = None, said: str = "",
    again: tuple[int, list[str]] = (0, []), status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page, or for htmx its moving part. A line that was decided on meanwhile gives way to the one behind it.

    `again`: the sale or payment that was refused and the names of what is confirmed when it is sent once more.
    """
    viewer = person(request)
    waiting = waiting_lines(viewer)
    total = capped_count(waiting)
    page = page_of(request, waiting, LISTED, total=total)
    rows = list(page.object_list)
    before, behind = neighbours(waiting, line) if line is not None else (None, None)
    # Asked for by its address, not just decided on here: then it is said what became of it.
    settled = line if line is not None and not line.is_open and (request.method != "POST" or said) else None
    if line is None or not line.is_open:
        first = behind or (rows[0].pk if rows else None)
        line = next((one for one in rows if one.pk == first), None) or waiting.filter(pk=first or 0).first()
        before, behind = neighbours(waiting, line) if line is not None else (None, None)
    context = {
        "page": page, "rows": rows, "line": line, "before": before, "behind": behind, "said": said,
        "tabs": money_tabs(viewer, "queue", total), "decides": viewer.is_in(Role.FINANCE), "total": total, "again": again[0], "confirmed": again[1],
        "settled": settled,
    }  # fmt: skip
    if line is not None:
        context |= _opened(request, line, split)
    fragment = request.headers.get("HX-Request") == "true"
    name = "sales/_bank_queue.html" if fragment else "sales/bank_queue.html"
    answer = render(request, name, context, status=status)
    if fragment:
        at = reverse("sales:bank") + (f"?line={line.pk}&page={page.number}" if line is not None else "")
        answer["HX-Replace-Url" if request.method == "POST" else "HX-Push-Url"] = at
    return answer


def _opened(request: HttpRequest, line: BankLine, split: SplitForm | None) -> dict[str, Any]:
    """What the open line may be for, what was searched for, and the form that splits it."""
    viewer = person(request)
    shown = candidates_of([line])[line.pk]
    suggested = _suggested(line, shown)
    asked = request.GET.get("q", "")[:100]
    return {
        "candidates": [(f"Digit{n}", one, [CANDIDATE_WHY[code] for code in one.candidate.why]) for n, one in enumerate(shown, 1)],
        "q": asked, "sales": find_sales(viewer, asked) if line.amount > 0 else [],
        "reasons": [(f"Shift+Digit{n}", reason.value, reason.label) for n, reason in enumerate(REASONS, 1)],
        "split": split or SplitForm(person=viewer, initial=suggested), "split_open": split is not None or _is_split(line, shown),
        "size": abs(line.amount), "unsold": _unsold(line, shown),
        # What the reading of the file saw, or what has just been refused.
        "twin": twin_of(line) if line.why == BankLine.Why.LOOKS_ALIKE or request.method == "POST" else None,
        # Also where nothing is owed any more: just because it was typed in.
        "typed": typed_twin_of(line, [(one.sale.pk, line.amount) for one in shown]) if line.amount > 0 else None,
    }  # fmt: skip


def _unsold(line: BankLine, shown: list[Any]) -> bool:
    """Whether nothing was ever sold in the line's currency; not asked where a sale in it is proposed."""
    if any(one.sale.currency == line.currency for one in shown):
        return False
    return bool(unsold_currencies(BankLine.objects.filter(pk=line.pk)))


def _suggested(line: BankLine, shown: list[Any]) -> dict[str, Any]:
    """The sales that are named, or else those of the payer, with what is owed for each until the money is used up."""
    if line.amount <= 0:
        return {}
    owing = [one for one in shown if one.sale.owed > 0 and one.sale.currency == line.currency]
    meant = [one for one in owing if NUMBER in one.candidate.why] or [
        one for one in owing if TAX_ID in one.candidate.why
    ]
    parts = suggested_split(line.amount, [one.sale.owed for one in meant[:5]])
    filled = [(one, part) for one, part in zip(meant, parts, strict=False) if part > 0]
    return {f"sale-{n}": one.sale.number for n, (one, _part) in enumerate(filled, 1)} | {
        f"amount-{n}": part for n, (_one, part) in enumerate(filled, 1)
    }


def _is_split(line: BankLine, shown: list[Any]) -> bool:
    """Whether the line names several sales that together owe just this amount: then the split is what is meant."""
    named = [one.sale.owed for one in shown if NUMBER in one.candidate.why and one.payment is None]
    return len(named) > 1 and sum(named) == line.amount


@require_safe
@Finance
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """The sales that what is typed may mean, each to be assigned with one click."""
    line = get_object_or_404(lines_visible_to(person(request)), pk=pk)
    asked = request.GET.get("q", "")[:100]
    context = {
        "line": line,
        "q": asked,
        "sales": find_sales(person(request), asked),
        "size": abs(line.amount),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "sales/_bank_found.html", context)
    return redirect(f"{reverse('sales:bank')}?line={pk}&q={asked}")


@require_POST
@Finance
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """This money is for this sale."""
    line, asked = _line(request, pk), request.POST.get("sale", "")
    sale = get_object_or_404(sales_visible_to(person(request)), pk=asked if _is_id(asked) else 0)
    beyond, confirm = (request.POST.get(name) == "1" for name in ("beyond", "confirm"))
    return _decide(
        request, line, "match_bank_line",
        lambda: match_line(
            actor=person(request), line=line, sale=sale, beyond=beyond, confirm=confirm, at=timezone.now()
        ),
        _("Recorded as a payment for %(number)s.") % {"number": sale.number}, target=sale.pk,
    )  # fmt: skip


@require_POST
@Finance
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """This money is for several sales."""
    line = _line(request, pk)
    form = SplitForm(request.POST, person=person(request))
    if not form.is_valid():
        return _queue(request, line, split=form, status=422)
    shares = form.cleaned_data["shares"]
    sure = {name: form.cleaned_data[name] for name in ("beyond", "confirm")}
    return _decide(
        request, line, "split_bank_line",
        lambda: split_line(actor=person(request), line=line, shares=shares, at=timezone.now(), **sure),
        _("Recorded as payments for several sales."), form=form,
    )  # fmt: skip


@require_POST
@Finance
def ignore(request: HttpRequest, pk: int) -> HttpResponse:
    """This line is not a payment."""
    line, reason = _line(request, pk), request.POST.get("reason", "")
    return _decide(
        request, line, "ignore_bank_line",
        lambda: ignore_line(actor=person(request), line=line, reason=reason, at=timezone.now()),
        _("Put aside; it can be taken back from the list of all lines."),
    )  # fmt: skip


@require_POST
@Finance
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """This money went back to a client."""
    line, asked = _line(request, pk), request.POST.get("payment", "")
    payment = get_object_or_404(payments_visible_to(person(request)), pk=asked if _is_id(asked) else 0)
    confirm = request.POST.get("confirm") == "1"
    return _decide(
        request, line, "refund_bank_line",
        lambda: refund_line(actor=person(request), line=line, payment=payment, confirm=confirm, at=timezone.now()),
        _("Recorded as a refund of payment %(id)s.") % {"id": payment.external_id}, target=payment.pk,
    )  # fmt: skip


@require_POST
@Finance
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is to be decided on after all."""
    line = _line(request, pk)
    act_once(
        request, "restore_bank_line",
        lambda: {"line": restore_line(actor=person(request), line=line, at=timezone.now()).pk},
    )  # fmt: skip
    return done(request, _("The line waits again."), f"{reverse('sales:bank')}?line={pk}")


def _line(request: HttpRequest, pk: int) -> BankLine:
    return get_object_or_404(lines_visible_to(person(request)), pk=pk)


def _decide(
    request: HttpRequest, line: BankLine, action: str, effect: Callable[[], BankLine], text: str, *, target: int = 0,
    form: SplitForm | None = None,
) -> HttpResponse:  # fmt: skip
    """Carry a decision out and go on to the line behind; a refusal shows the queue with its sentence."""
    try:
        act_once(request, action, lambda: {"line": effect().pk})
    except NotYours:
        raise
    except ActionRefused as refusal:
        line.refresh_from_db()
        asked = {BeyondOwed: "beyond", LooksAlike: "confirm", LooksTyped: "confirm"}.get(type(refusal))
        confirmed = [name for name in ("beyond", "confirm") if name == asked or request.POST.get(name) == "1"]
        again = (target, confirmed) if asked else (0, [])
        return _queue(request, line, split=form, said=str(refusal), again=again, status=422)
    line.refresh_from_db()
    if request.headers.get("HX-Request") != "true":
        _before, behind = neighbours(waiting_lines(person(request)), line)
        return done(request, text, reverse("sales:bank") + (f"?line={behind}" if behind else ""))
    answer = _queue(request, line)
    answer["HX-Trigger"] = json.dumps({"toast": {"text": text, "level": "success"}})
    return answer
