"""Months: to close, closed, paid."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff import actions
from handoff.queries import (
    find_statement,
    lines_of,
    open_statements,
    statements_visible_to,
    waiting,
)
from handoff.queries.ledger import accruals_visible_to, sum_of
from handoff.statement_keys import Key
from handoff.views.commissions import READERS, sums, tabs
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(*READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What could be closed, by person and month, and the statements closed and paid."""
    viewer, org = person(request), organisation()
    context = {
        "open": open_statements(viewer, org),
        "page": page_of(request, statements_visible_to(viewer)),
        **sums(viewer, org),
        "tabs": tabs(viewer, "statements"),
    }
    return render(request, "handoff/statements.html", context)


@for_roles(*READERS)
@require_safe
def statement(request: HttpRequest, key: Key) -> HttpResponse:
    """One statement with its lines; an open one shows what it would hold, and what waits and why."""
    viewer = person(request)
    found = find_statement(viewer, key)
    if found is None:
        raise Http404
    lines = lines_of(found).select_related(
        "agreement__company",
        "payment__sale__company",
        "payment__refund_of",
        "beneficiary",
        "statement_line__statement",
    )
    late = (
        waiting(accruals_visible_to(viewer).filter(beneficiary=found.person))
        if found.state == "open"
        else None
    )
    context = {
        "statement": found,
        "page": page_of(request, lines, size=200, total=found.lines_count),
        "waiting": late[:100] if late is not None else [],
        "waiting_sum": sum_of(late) if late is not None else None,
        "closes": viewer.is_in(Role.FINANCE),
    }
    return render(request, "handoff/statement.html", context)


@for_roles(Role.FINANCE)
@require_POST
def close(request: HttpRequest, key: Key) -> HttpResponse:
    """Freeze one person's month."""
    someone = get_object_or_404(User, pk=key.person_id)

    def effect() -> dict[str, str]:
        closed = actions.close_statement(
            actor=person(request), person=someone, month=key.month, at=timezone.now()
        )
        return {"key": closed.key, "number": closed.number}

    answer = act_once(request, "close_statement", effect)
    text = _("Statement %(number)s is closed.") % {"number": answer["number"]}
    return done(request, text, reverse("handoff:statement", args=[answer["key"]]))


@for_roles(Role.FINANCE)
@require_POST
def pay(request: HttpRequest, key: Key) -> HttpResponse:
    """Record that a statement was paid out."""
    found = get_object_or_404(
        statements_visible_to(person(request)), person_id=key.person_id, month=key.month
    )

    def effect() -> dict[str, str]:
        paid = actions.pay_statement(actor=person(request), statement=found, at=timezone.now())
        return {"key": paid.key, "number": paid.number}

    answer = act_once(request, "pay_statement", effect)
    text = _("Statement %(number)s is paid.") % {"number": answer["number"]}
    return done(request, text, reverse("handoff:statements"))
