"""A closed statement on paper: facts, sums by kind, every line, signatures."""

import tempfile
from collections.abc import Iterable
from typing import IO

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.models import Statement
from handoff.queries import KindSum
from handoff.statement_rows import SheetRow
from salesorg.lib.paper import LEFT, RIGHT, Flow, Paper
from salesorg.lib.ui.figures import language, money, num, percent, written
from salesorg.people.models import Organisation

FACTS, SUM, HEAD, GROUP, ROW, SIGNATURES = 132.0, 17.0, 24.0, 26.0, 25.0, 120.0
CLIENT, BASE, RATE = LEFT + 62, RIGHT - 148, RIGHT - 96


def statement_paper(
    statement: Statement, kinds: list[KindSum], rows: Iterable[SheetRow], org: Organisation
) -> IO[bytes]:
    """Return the PDF as a temporary file that goes when it is closed. `rows` are read once, in the order of `kinds`."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    pages = page_count(kinds)
    title = _("Commission statement %(number)s") % {"number": statement.number}
    paper = Paper(
        file, title=title, author=org.name, language=language(),
        foot=f"{org.name} · {statement.number} · {statement.person.name}",
        number=lambda page: _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages},
    )  # fmt: skip
    _Sheet(paper, statement, org).draw(kinds, rows)
    paper.close()
    file.seek(0)
    return file


def page_count(kinds: list[KindSum]) -> int:
    """Return how many pages it takes: the same pieces, taken and not drawn."""
    flow = Flow(head=HEAD)
    flow.take(FACTS + SUM * (len(kinds) + 1) + HEAD)
    for kind in kinds:
        flow.take(GROUP, keep=ROW)
        for place in range(kind.n):
            flow.take(ROW, keep=_kept(kind is kinds[-1] and place == kind.n - 1))
    flow.take(SIGNATURES)
    return flow.page


def _kept(is_last: bool) -> float:
    """Signatures never stand alone on a page: the last line goes with them."""
    return SIGNATURES if is_last else 0


class _Sheet:
    """Draws one statement, piece by piece, in the order that `page_count` takes them."""

    def __init__(self, paper: Paper, statement: Statement, org: Organisation) -> None:
        self.paper, self.statement, self.org = paper, statement, org
        self.in_lines = True
        self.flow = Flow(self._new_page, head=HEAD)

    def draw(self, kinds: list[KindSum], rows: Iterable[SheetRow]) -> None:
        edge = self.flow.take(FACTS + SUM * (len(kinds) + 1) + HEAD)
        self._facts(edge)
        self._sums(edge - FACTS, kinds)
        self._head(edge - FACTS - SUM * (len(kinds) + 1))
        by_kind, group = {kind.kind: kind for kind in kinds}, ""
        left = sum(kind.n for kind in kinds)
        for row in rows:
            left -= 1
            if row.kind != group:
                group = row.kind
                self._group(self.flow.take(GROUP, keep=ROW), by_kind[group])
            self._row(self.flow.take(ROW, keep=_kept(not left)), row)
        self.in_lines = False
        self._signatures(self.flow.take(SIGNATURES))

    def _new_page(self) -> None:
        self.paper.turn()
        if self.in_lines:
            self._head(self.flow.y + HEAD)

    def _money(self, amount: object) -> str:
        return money(amount, self.statement.currency)  # type: ignore[arg-type]

    def _facts(self, edge: float) -> None:
        one, write = self.statement, self.paper.text
        write(LEFT, edge - 12, self.org.name, size=10, grey=True)
        write(LEFT, edge - 36, _("Commission statement"), size=20, bold=True)
        write(RIGHT, edge - 36, one.number, size=14, bold=True, align="right")
        facts = [
            (_("Person"), f"{one.person.name}, {one.person.get_role_display()}"),
            (_("Month"), date_format(one.month, "YEAR_MONTH_FORMAT")),
            (
                _("Closed"),
                f"{written(one.closed_at.astimezone(self.org.zone), 'full')}, {one.closed_by.name}",
            ),
            (
                _("Paid"),
                written(one.paid_at.astimezone(self.org.zone), "full") if one.paid_at else _("not yet"),
            ),
        ]
        for place, (name, value) in enumerate(facts):
            base = edge - 60 - place * 15
            write(LEFT, base, name, grey=True)
            write(LEFT + 90, base, value, width=RIGHT - LEFT - 90)

    def _sums(self, edge: float, kinds: list[KindSum]) -> None:
        for place, kind in enumerate(kinds):
            base = edge - 12 - place * SUM
            self.paper.text(LEFT, base, kind.label)
            self.paper.text(RATE - 20, base, num(kind.n), align="right", grey=True)
            self.paper.text(RIGHT, base, self._money(kind.total), align="right")
        base = edge - 12 - len(kinds) * SUM
        self.paper.rule(base + 11.5, heavy=True)
        self.paper.text(LEFT, base, _("Total"), bold=True, size=11)
        self.paper.text(RATE - 20, base, num(self.statement.lines_count), align="right", grey=True)
        self.paper.text(RIGHT, base, self._money(self.statement.total), align="right", bold=True, size=11)

    def _head(self, edge: float) -> None:
        base, write = edge - 17, self.paper.text
        write(LEFT, base, _("Date"), size=7.5, grey=True)
        write(CLIENT, base, _("Client, sale, payment, plan"), size=7.5, grey=True)
        write(BASE, base, _("Received"), size=7.5, grey=True, align="right")
        write(RATE, base, _("Rate"), size=7.5, grey=True, align="right")
        write(RIGHT, base, _("Commission"), size=7.5, grey=True, align="right")
        self.paper.rule(edge - HEAD + 1)

    def _group(self, edge: float, kind: KindSum) -> None:
        base = edge - 18
        self.paper.text(LEFT, base, kind.label, bold=True, size=10)
        self.paper.text(RIGHT, base, self._money(kind.total), bold=True, size=10, align="right")

    def _row(self, edge: float, row: SheetRow) -> None:
        base, write = edge - 10, self.paper.text
        detail = " · ".join(part for part in (row.sale, row.payment, row.note, row.plan) if part)
        write(LEFT, base, written(row.day, "date"), size=8.5)
        write(CLIENT, base, row.client or "—", size=8.5, width=BASE - CLIENT - 78)
        write(CLIENT, base - 9.5, detail, size=7, grey=True, width=RIGHT - CLIENT - 4)
        if row.base is not None:
            write(BASE, base, money(row.base, row.base_currency), size=8.5, align="right")
        if row.rate is not None:
            write(RATE, base, percent(row.rate, 2), size=8.5, align="right")
        write(RIGHT, base, self._money(row.amount), size=8.5, bold=True, align="right")
        self.paper.rule(edge - ROW + 1)

    def _signatures(self, edge: float) -> None:
        half = (RIGHT - LEFT - 30) / 2
        self.paper.text(LEFT, edge - 24, _("Total"), bold=True, size=11)
        self.paper.text(
            RIGHT, edge - 24, self._money(self.statement.total), bold=True, size=11, align="right"
        )
        for left, label in ((LEFT, _("For finance: name, signature, date")),
                            (LEFT + half + 30, _("Received: name, signature, date"))):  # fmt: skip
            self.paper.rule(edge - 84, left, left + half, heavy=True)
            self.paper.text(left, edge - 96, label, size=7.5, grey=True)
