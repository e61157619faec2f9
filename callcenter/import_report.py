"""The report of an import as CSV: in the reader's language, no phones, nothing that runs as a formula."""

import csv
from collections.abc import Iterator
from itertools import islice

from django.utils import translation
from django.utils.translation import gettext as _

from callcenter.import_words import REASONS
from callcenter.list_queries import report_of
from callcenter.models import ImportJob, ImportRow
from salesorg.lib.spreadsheets import safe_cell

CHUNK = 2000


class _Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def report_lines(job: ImportJob) -> Iterator[str]:
    """Yield the CSV in pieces, ordered by row number; a byte order mark tells Excel that it is UTF-8."""
    # The response is streamed after the middleware has put the language back.
    language = translation.get_language()
    writer = csv.writer(_Line())
    with translation.override(language):
        head = [_("Row"), _("Company"), _("Outcome"), _("Reason")]
        outcomes = {value: str(label) for value, label in ImportRow.Outcome.choices}
        reasons = {code: str(text) for code, text in REASONS.items()}
    yield "\ufeff" + writer.writerow(head)
    rows = report_of(job).values_list("number", "name", "outcome", "reason").iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield "".join(
            writer.writerow(
                [number, safe_cell(name), outcomes.get(outcome, outcome), reasons.get(reason, reason)]
            )
            for number, name, outcome, reason in chunk
        )
