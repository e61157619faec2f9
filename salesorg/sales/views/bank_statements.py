"""Bank statements: upload, columns, progress, what came of every line, and the list of all lines."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from salesorg.lib.api import capped_count
from salesorg.lib.money import ZERO
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.lib.ui.figures import num
from salesorg.people.actions.record_export import ROWS_MOST
from salesorg.people.exporting import export
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation
from salesorg.sales.actions import confirm_statement, discard_statement, upload_statement
from salesorg.sales.bank.table import TableLayout, preview_entries
from salesorg.sales.bank_queries import (
    lines_visible_to,
    statements_visible_to,
    totals_of,
    unsold_currencies,
    waiting_in,
)
from salesorg.sales.bank_refusals import StatementKnown
from salesorg.sales.bank_table import line_columns, lines_table
from salesorg.sales.bank_words import STATE_COLOURS, UNREAD, error_text
from salesorg.sales.filters import BankLineFilter
from salesorg.sales.forms import ColumnsForm, StatementForm
from salesorg.sales.models import BankLine, BankStatement
from salesorg.sales.moved_payments import tell_moved
from salesorg.sales.views.tabs import money_tabs

Readers, Finance = for_roles(Role.FINANCE, Role.SALES_HEAD), for_roles(Role.FINANCE)
Status = BankStatement.Status
UNDER_WAY = (Status.QUEUED, Status.RUNNING)


@require_safe
@Readers
def statements(request: HttpRequest) -> HttpResponse:
    """The statements, newest first, with how many of their lines wait."""
    return _statements(request, StatementForm())


def _statements(request: HttpRequest, form: StatementForm, known: int = 0, status: int = 200) -> HttpResponse:
    viewer = person(request)
    page = page_of(request, statements_visible_to(viewer))
    waiting = waiting_in(page.object_list)
    context = {
        "form": form, "page": page, "rows": [(one, waiting.get(one.pk, 0)) for one in page.object_list], "known": known,
        "tabs": money_tabs(viewer, "statements"), "uploads": viewer.is_in(Role.FINANCE),
    }  # fmt: skip
    return render(request, "sales/statements.html", context, status=status)


@require_POST
@Finance
def upload(request: HttpRequest) -> HttpResponse:
    """Take a bank's file; what was never seen before shows its columns first."""
    form, known = StatementForm(request.POST, request.FILES), 0
    if form.is_valid():
        try:
            made = act_once(request, "upload_statement", lambda: _uploaded(request, form))
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error("file", str(refusal))
            known = refusal.extra.get("statement", 0) if isinstance(refusal, StatementKnown) else 0
        else:
            text = (
                _("The file is read. Check the columns.")
                if made["preview"]
                else _("The statement is being read.")
            )
            return done(request, text, reverse("sales:statement", args=[made["id"]]))
    return _statements(request, form, known, status=422)


def _uploaded(request: HttpRequest, form: StatementForm) -> dict[str, Any]:
    file = form.cleaned_data["file"]
    made = upload_statement(actor=person(request), file=file.file, file_name=file.name, at=timezone.now())
    return {"id": made.pk, "preview": made.status == Status.PREVIEW}


@require_http_methods(["GET", "HEAD", "POST"])
@Readers
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement as far as it is: its columns, its progress, its lines."""
    found = get_object_or_404(statements_visible_to(person(request)), pk=pk)
    if request.method == "POST" and not person(request).is_in(Role.FINANCE):
        raise NotYours
    if found.status == Status.PREVIEW:
        return _columns(request, found)
    if request.method == "POST":
        return done(request, _("This statement is being read already."), request.path)
    htmx = request.headers.get("HX-Request") == "true"
    if found.status in UNDER_WAY:
        name = "sales/_statement_progress.html" if htmx else "sales/statement_progress.html"
        return render(request, name, {"statement": found})
    if htmx:
        return HttpResponse(headers={"HX-Redirect": request.path})
    return _report(request, found)


def _columns(request: HttpRequest, found: BankStatement) -> HttpResponse:
    kept = found.reading
    form = ColumnsForm(
        request.POST or None,
        columns=kept["columns"],
        mapping=kept["mapping"],
        initial={"order": kept["order"]},
    )
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            act_once(request, "confirm_statement", lambda: {"id": _confirmed(request, found, form).pk})
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("The statement is being read."), request.path)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "sales/statement_columns.html", _columns_context(found, form), status=status)


def _confirmed(request: HttpRequest, found: BankStatement, form: ColumnsForm) -> BankStatement:
    return confirm_statement(
        actor=person(request), statement=found, mapping=form.mapping, order=form.cleaned_data["order"], at=timezone.now()
    )  # fmt: skip


def _columns_context(found: BankStatement, form: ColumnsForm) -> dict[str, Any]:
    """Columns with their choice and samples, and what the first rows would become."""
    kept = found.reading
    order = (
        form.cleaned_data.get("order", kept["order"]) if form.is_bound and form.is_valid() else kept["order"]
    )
    rows, columns = kept["rows"], kept["columns"]
    table = TableLayout(columns, form.mapping, kept["header_at"], kept["decimal"], order, kept["currency"])
    samples = [[row[i] for row in rows if i < len(row) and row[i]][:3] for i in range(len(columns))]
    return {
        "statement": found, "form": form, "unclear": kept["unclear"],
        "columns": [(name, form[f"column-{i}"], samples[i]) for i, name in enumerate(columns)],
        "entries": [(entry, UNREAD.get(entry.wrong, "")) for entry in preview_entries(rows, table)],
    }  # fmt: skip


def _report(request: HttpRequest, found: BankStatement) -> HttpResponse:
    viewer = person(request)
    totals = totals_of(found)
    chosen = BankLineFilter(
        request.GET, queryset=lines_visible_to(viewer).filter(statement=found).order_by("number")
    )
    state = request.GET.get("state", "")
    plain = not any(request.GET.get(name) for name in ("search", "day_from", "day_to"))
    total = sum(one["n"] for code, one in totals.items() if state in ("", code)) if plain else None
    came_in, went_out = (
        sum((one[name] for one in totals.values()), ZERO) for name in ("came_in", "went_out")
    )
    context = {
        "statement": found, "filter": chosen, "tabs": _state_tabs(request, totals), "money": _money(totals),
        "page": tell_moved(page_of(request, chosen.qs, total=total)), "came_in": came_in, "went_out": went_out,
        "agrees": _agrees(found, came_in, went_out), "error": error_text(found.error) if found.error else "",
        "unread": [(number, UNREAD.get(code, code)) for number, code in found.unread], "colours": STATE_COLOURS,
        "unsold": unsold_currencies(BankLine.objects.filter(statement=found)),
        "asked": _asked(request, found), "currency": _currency(found), "decides": viewer.is_in(Role.FINANCE),
    }  # fmt: skip
    return render(request, "sales/statement.html", context)


def _money(totals: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    labels = dict(BankLine.State.choices)
    return [{"state": code, "label": labels[code], "colour": STATE_COLOURS[code], **totals[code]}
            for code in BankLine.State.values if code in totals]  # fmt: skip


def _agrees(found: BankStatement, came_in: Any, went_out: Any) -> bool | None:
    """Whether the lines sum to the turnover that the bank states; None where it states none."""
    if found.stated_in is None and found.stated_out is None:
        return None
    return found.stated_in in (None, came_in) and found.stated_out in (None, went_out)


def _currency(found: BankStatement) -> str:
    first = BankLine.objects.filter(statement=found).values_list("currency", flat=True).first()
    return first or organisation().currency


def _state_tabs(request: HttpRequest, totals: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    state = request.GET.get("state", "")
    labels = {
        "": _("All lines"),
        **{code: str(label) for code, label in BankLine.State.choices if code in totals},
    }
    counts = {"": sum(one["n"] for one in totals.values())} | {code: one["n"] for code, one in totals.items()}
    return [
        {"label": label, "url": f"{request.path}?state={code}" if code else request.path, "active": code == state,
         "count": num(counts[code])}
        for code, label in labels.items()
    ]  # fmt: skip


def _asked(request: HttpRequest, found: BankStatement | None = None) -> list[tuple[str, str]]:
    """The filters as they go with an export."""
    names = ("state", "search", "day_from", "day_to", "statement")
    asked = [(name, value) for name in names if (value := request.GET.get(name))]
    return [*asked, ("statement", str(found.pk))] if found else asked


@require_safe
@Readers
def lines(request: HttpRequest) -> HttpResponse:
    """All lines of all statements, newest day first."""
    viewer = person(request)
    chosen = BankLineFilter(request.GET, queryset=lines_visible_to(viewer))
    context = {
        "filter": chosen, "page": tell_moved(page_of(request, chosen.qs, total=capped_count(_bare(chosen.qs)))),
        "colours": STATE_COLOURS, "tabs": money_tabs(viewer, "lines"), "asked": _asked(request),
        "decides": viewer.is_in(Role.FINANCE),
    }  # fmt: skip
    return render(request, "sales/bank_lines.html", context)


def _bare(rows: QuerySet[BankLine]) -> QuerySet[BankLine]:
    """The same rows without what is joined to show them."""
    return rows.select_related(None)


@require_POST
@Readers
def lines_export(request: HttpRequest) -> HttpResponse:
    """The lines as a file, as they are filtered."""
    viewer, settings = person(request), organisation()
    chosen = BankLineFilter(request.POST, queryset=lines_visible_to(viewer))
    rows = chosen.qs
    filters = {
        name: value
        for name in ("state", "day_from", "day_to", "statement")
        if (value := request.POST.get(name))
    }
    return export(
        request, what="bank_lines", columns=line_columns(), rows=_bare(rows).order_by()[: ROWS_MOST + 1].count(), filters=filters,
        table=lambda: lines_table(rows, settings), settings=settings, at=timezone.now(),
    )  # fmt: skip


@require_POST
@Finance
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a file away that is not being read yet."""
    found = get_object_or_404(statements_visible_to(person(request)), pk=pk)
    act_once(request, "discard_statement", lambda: _discarded(request, found))
    return done(request, _("The file is thrown away."), reverse("sales:statements"))


def _discarded(request: HttpRequest, found: BankStatement) -> dict[str, int]:
    pk = found.pk
    discard_statement(actor=person(request), statement=found)
    return {"id": pk}
