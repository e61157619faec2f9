"""Reports and the call log as tables to take out: which columns, in which words, what is in each cell."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from callcenter.labels import DISPOSITIONS, REFUSAL_REASONS
from callcenter.models import Call
from callcenter.report_queries import By, Report
from callcenter.report_rows import COLUMNS, SHARES, ReportRow
from callcenter.report_words import COLUMN_NAMES, KEY_NAMES
from salesorg.lib.table_files import Column, Kind, Table
from salesorg.people.models import Organisation

CHUNK = 1000
# No phones: a table that goes out holds none.
LOG_FIELDS = (
    "at", "manager__name", "lead__company__name", "call_list__name", "script_version__script__name",
    "script_version__number", "disposition__code", "reason", "note", "is_inbound", "seconds", "talk_seconds",
    "wrap_up_seconds", "meeting__starts_at", "meeting__state",
)  # fmt: skip


def report_columns(by: By) -> list[Column]:
    """Return the columns of a report, the key first."""
    return [
        Column(by, str(KEY_NAMES[by])),
        *(Column(name, str(COLUMN_NAMES[name]), _kind(name)) for name in COLUMNS),
    ]


def _kind(name: str) -> Kind:
    return "percent" if name in SHARES else "seconds" if name in ("talk", "wrap_up") else "number"


def report_table(report: Report, rows: list[ReportRow], settings: Organisation) -> Table:
    """Return a report in the order in which it was seen, with its total below."""
    lines = [[row.name, *(getattr(row, name) for name in COLUMNS)] for row in rows]
    lines.append([_("Total"), *(getattr(report.total, name) for name in COLUMNS)])
    return Table(f"calls-by-{report.by}", report_columns(report.by), lines, settings.zone)


def log_columns() -> list[Column]:
    """Return the columns of the call log."""
    return [
        Column("at", _("Time"), "moment"), Column("person", _("Call manager")), Column("company", _("Company")),
        Column("call_list", _("Call list")), Column("script", _("Script")), Column("version", _("Version"), "number"),
        Column("disposition", _("Result")), Column("reason", _("Reason")), Column("note", _("Note")),
        Column("inbound", _("Incoming")), Column("seconds", _("Length"), "seconds"),
        Column("talk", _("Talk"), "seconds"), Column("wrap_up", _("Wrap-up"), "seconds"),
        Column("meeting_at", _("Meeting at"), "moment"), Column("meeting", _("Meeting")),
    ]  # fmt: skip


def log_table(calls: QuerySet[Call], settings: Organisation) -> Table:
    """Return the call log; its rows are read in thousands while the file is made."""
    return Table("call-log", log_columns(), _log_rows(calls), settings.zone)


def _log_rows(calls: QuerySet[Call]) -> Iterator[list[Any]]:
    # The words are looked up here and now: a streamed file is made after the middleware has put the language back.
    results = {code: str(label) for code, label in DISPOSITIONS.items()}
    reasons = {code: str(label) for code, label in REFUSAL_REASONS.items()}
    states = {code: str(label) for code, label in meeting_states()}
    yes = _("yes")
    return (
        [at, person, company, call_list, script, version, results.get(code, code), reasons.get(reason, reason), note,
         yes if inbound else None, seconds, talk, wrap_up, starts_at, states.get(state, state)]
        for at, person, company, call_list, script, version, code, reason, note, inbound, seconds, talk, wrap_up,
        starts_at, state in calls.values_list(*LOG_FIELDS).iterator(CHUNK)
    )  # fmt: skip


def meeting_states() -> list[tuple[str, Any]]:
    """Return the states of a meeting with their words."""
    meeting: Any = Call._meta.get_field("meeting").related_model
    return list(meeting.State.choices)
