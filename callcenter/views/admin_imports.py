"""The import wizard: upload, preview with a mapping, progress, report, revert."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callcenter.actions import confirm_import, revert_import, upload_import
from callcenter.admin_forms import MappingForm, UploadForm
from callcenter.duplicate_queries import to_decide
from callcenter.import_report import report_lines
from callcenter.import_words import REASONS, error_text
from callcenter.list_queries import call_lists, imports, report_of
from callcenter.models import CallList, ImportJob, ImportRow
from callcenter.sheets.draft import DraftReader
from callcenter.views.admin_lists import list_page
from salesorg.lib.paging import page_of
from salesorg.lib.phones import display_phone
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.lib.ui.figures import num
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import database_now, organisation

Admin = for_roles(Role.CALL_CENTER_ADMIN)
Status = ImportJob.Status
GUESSED = gettext_lazy(
    "What each column is was guessed. Change what is wrong; several columns may be phones."
)
AS_LAST_TIME = gettext_lazy("Change what is wrong; several columns may be phones.")


@require_POST
@Admin
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file for a list and show what is in it."""
    call_list = get_object_or_404(call_lists(), pk=pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = act_once(request, "upload_import", lambda: {"id": _upload(request, call_list, form).pk})
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return done(
                request,
                _("The file is read. Check the columns."),
                reverse("callcenter:import_job", args=[made["id"]]),
            )
    return list_page(request, call_list, form, status=422)


def _upload(request: HttpRequest, call_list: CallList, form: UploadForm) -> ImportJob:
    file = form.cleaned_data["file"]
    return upload_import(
        actor=person(request), call_list=call_list, file=file.file, file_name=file.name, at=database_now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@Admin
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One import as far as it is: its columns, its progress, its report."""
    found = get_object_or_404(imports(), pk=pk)
    if found.status == Status.PREVIEW:
        return _preview(request, found)
    if request.method == "POST":
        return done(request, _("This import was already started."), request.path)
    if found.status in (Status.QUEUED, Status.RUNNING):
        return render(request, _part(request, "import_progress"), _progress(found))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": request.path})
    return _report(request, found)


def _part(request: HttpRequest, name: str) -> str:
    return f"callcenter/{'_' if request.headers.get('HX-Request') == 'true' else ''}{name}.html"


def _progress(found: ImportJob) -> dict[str, Any]:
    return {"job": found, "percent": min(99, 100 * found.rows_done // found.rows) if found.rows else 0}


def _preview(request: HttpRequest, found: ImportJob) -> HttpResponse:
    form = MappingForm(
        request.POST or None, columns=found.sample["columns"], region=found.region, mapping=found.mapping
    )
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        try:
            act_once(request, "confirm_import", lambda: {"id": _confirm(request, found, form).pk})
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("The import has begun."), request.path)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "callcenter/import_preview.html", _preview_context(found, form), status=status)


def _confirm(request: HttpRequest, found: ImportJob, form: MappingForm) -> ImportJob:
    return confirm_import(
        actor=person(request),
        job=found,
        mapping=form.mapping,
        region=form.cleaned_data["region"],
        at=database_now(),
    )


def _preview_context(found: ImportJob, form: MappingForm) -> dict[str, Any]:
    """Columns with their choice and samples, and what the first rows would become."""
    rows, columns = found.sample["rows"], found.sample["columns"]
    known = found.sample.get("as_last_time", False)
    region = (
        form.cleaned_data.get("region", found.region) if form.is_bound and form.is_valid() else found.region
    )
    reader = DraftReader(columns, form.mapping, region, organisation().time_zone)
    samples = [[row[i] for row in rows if i < len(row) and row[i]][:3] for i in range(len(columns))]
    return {
        "job": found,
        "form": form,
        "as_last_time": known,
        "about": AS_LAST_TIME if known else GUESSED,
        "columns": [(name, form[f"column-{i}"], samples[i]) for i, name in enumerate(columns)],
        "drafts": [_as_read(reader, number, row) for number, row in enumerate(rows, start=1)],
    }


def _as_read(reader: DraftReader, number: int, row: list[str]) -> dict[str, Any]:
    draft = reader.read(number, row)
    return {
        "draft": draft,
        "phones": [display_phone(phone) for phone in draft.phones],
        "reject": REASONS.get(draft.reject, draft.reject),
        "note": REASONS.get(draft.reason, draft.reason),
    }


def _report(request: HttpRequest, found: ImportJob) -> HttpResponse:
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in ImportRow.Outcome.values else ""
    total = _counts(found)[outcome] if found.status != Status.REVERTED or not outcome else None
    page = page_of(request, report_of(found, outcome), total=total)
    context = {
        "job": found, "page": page, "tabs": _tabs(request, found, outcome), "outcome": outcome,
        "rows": [(row, REASONS.get(row.reason, row.reason)) for row in page.object_list],
        "error": error_text(found.error), "to_decide": to_decide([found.pk]).get(found.pk, 0), "can_revert": found.status in (Status.DONE, Status.FAILED),
    }  # fmt: skip
    return render(request, "callcenter/import_report.html", context)


def _counts(found: ImportJob) -> dict[str, int]:
    return {
        "": found.rows_done, "created": found.created, "duplicate": found.duplicates, "dnc": found.dnc,
        "client": found.clients, "rejected": found.rejected,
    }  # fmt: skip


def _tabs(request: HttpRequest, found: ImportJob, outcome: str) -> list[dict[str, Any]]:
    labels = {"": _("All rows"), **{value: str(label) for value, label in ImportRow.Outcome.choices}}
    return [
        {"label": labels[code], "url": f"{request.path}?outcome={code}" if code else request.path,
         "active": code == outcome, "count": num(count)}
        for code, count in _counts(found).items()
    ]  # fmt: skip


@require_safe
@Admin
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a CSV file: row by row, without phones."""
    return cast(HttpResponse, csv_report(get_object_or_404(imports(), pk=pk)))


def csv_report(found: ImportJob) -> StreamingHttpResponse:
    """A streamed download, so that a report of a million rows holds no memory."""
    lines: Iterator[str] = report_lines(found)
    headers = {"Content-Disposition": f'attachment; filename="import-{found.pk}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@Admin
def revert(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back."""
    found = get_object_or_404(imports(), pk=pk)
    act_once(request, "revert_import", lambda: {"id": _revert(request, found).pk})
    return done(
        request, _("The import is taken back."), reverse("callcenter:list", args=[found.call_list_id])
    )


def _revert(request: HttpRequest, found: ImportJob) -> ImportJob:
    return revert_import(actor=person(request), job=found, at=database_now())
