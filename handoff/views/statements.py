"""Months: to close, closed, paid."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff import actions
from handoff.access import SEES_ALL_MONEY, SEES_PAY
from handoff.queries import (
    OpenStatement,
    by_kind,
    find_statement,
    lines_of,
    open_statements,
    pay_figures,
    statements_visible_to,
    sums_by_kind,
    unpaid_months,
)
from handoff.queries.left_out import find_left_out
from handoff.queries.pay_lines import pay_lines, with_origin
from handoff.statement_keys import Key
from handoff.views.pay_tabs import pay_tabs
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation

LINES_A_PAGE = 100


@for_roles(*SEES_PAY)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What could be closed, month by month with its total, and the statements closed and paid."""
    viewer, org = person(request), organisation()
    opened = open_statements(viewer, org)
    context = {
        "months": _by_month(opened),
        "page": page_of(request, statements_visible_to(viewer)),
        "unpaid": unpaid_months(viewer) if viewer.is_in(Role.FINANCE) else [],
        **pay_figures(viewer, org, timezone.now()),
        "tabs": pay_tabs(viewer, "statements"),
    }
    return render(request, "handoff/statements.html", context)


def _by_month(opened: list[OpenStatement]) -> list[dict[str, Any]]:
    """The open statements of each month; only the earliest may be closed as a whole."""
    months: dict[Any, list[OpenStatement]] = {}
    for one in opened:
        months.setdefault(one.month, []).append(one)
    return [
        {"month": month, "open": rows, "total": sum(one.total for one in rows), "n": sum(one.lines_count for one in rows),
         "negative": sum(one.total < 0 for one in rows), "is_first": month == min(months),
         "has_begun": rows[0].has_begun, "is_running": rows[0].is_running}
        for month, rows in months.items()
    ]  # fmt: skip


@for_roles(*SEES_PAY)
@require_safe
def statement(request: HttpRequest, key: Key) -> HttpResponse:
    """One statement with its lines by kind; an open one is a preview, beside which stands what it leaves out and why."""
    viewer, org = person(request), organisation()
    found = find_statement(viewer, key, org)
    if found is None:
        raise Http404
    page = page_of(request, with_origin(by_kind(lines_of(found))), size=LINES_A_PAGE, total=found.lines_count)
    context = {
        "statement": found,
        "page": page,
        "rows": pay_lines(page.object_list, viewer, org),
        "kinds": sums_by_kind(found),
        "closes": viewer.is_in(Role.FINANCE),
        "everybody": viewer.is_in(*SEES_ALL_MONEY),
        "mine": viewer.pk == key.person_id,
    }
    return render(request, "handoff/statement.html", context)


@for_roles(*SEES_PAY)
@require_safe
def left_out(request: HttpRequest, key: Key) -> HttpResponse:
    """What the open statement does not hold, and why: a part of its page, or a page of its own without htmx."""
    viewer = person(request)
    found = find_left_out(viewer, key, organisation())
    if found is None:
        raise Http404
    part = request.headers.get("HX-Request") == "true"
    context = {"left": found, "key": str(key), "everybody": False}
    return render(request, "handoff/_left_out.html" if part else "handoff/left_out.html", context)


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
