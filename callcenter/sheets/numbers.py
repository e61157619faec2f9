"""A file of numbers that must not be called: which columns hold what, and each row as it is read. No database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _

from callcenter.sheets.columns import guess_mapping
from callcenter.sheets.refusals import FileRefused
from salesorg.lib.phones import split_phones
from salesorg.lib.sheets.headings import heading_key

_WHOLE = re.compile(r"(\+?\d{7,15})\.0+")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y", "%Y/%m/%d")
REASONS = {"reason", "why", "comment", "note", "причина", "основание", "комментарий", "примечание"}
EXPIRIES = {
    "expires", "expires on", "expiry", "expiry date", "until", "valid until", "end date", "до", "действует до", "срок",
    "срок до", "истекает", "дата окончания", "окончание",
}  # fmt: skip


class FileHasNoPhones(FileRefused):
    code = "file_has_no_phones"
    text = _(
        "No column of the file holds phone numbers. Call it «Phone», or leave only the numbers in the file."
    )


@dataclass(frozen=True, slots=True)
class NumbersRow:
    """The numbers of one row (E.164), why and until when; `wrong` says that nothing of it can be taken."""

    number: int
    phones: list[str]
    reason: str
    expires_on: date | None
    wrong: bool = False


def columns_of(names: Sequence[str], rows: Sequence[Sequence[str]], region: str) -> dict[str, list[int]]:
    """Return {"phone", "reason", "expires"} -> places of the columns. Refusal: `FileHasNoPhones`."""
    fields = guess_mapping(names, rows, region)
    keys = [heading_key(name) for name in names]
    phones = [place for place, name in enumerate(names) if fields[name] == "phone"]
    if not phones:
        raise FileHasNoPhones
    return {
        "phone": phones,
        "reason": [place for place, key in enumerate(keys) if key in REASONS][:1],
        "expires": [place for place, key in enumerate(keys) if key in EXPIRIES][:1],
    }


def read_row(
    number: int, cells: Sequence[str], columns: dict[str, list[int]], region: str, today: date
) -> NumbersRow:
    """Return one row as read: wrong when it holds no valid number, or a last day that is none or is over."""
    phones = [
        found for cell in _cells(cells, columns["phone"]) for found in split_phones(_plain(cell), region)
    ]
    reason = " ".join(_cells(cells, columns["reason"]))[:200]
    until = next(iter(_cells(cells, columns["expires"])), "")
    expires_on = read_day(until)
    wrong = not phones or (bool(until) and (expires_on is None or expires_on <= today))
    return NumbersRow(number, list(dict.fromkeys(phones)), reason, expires_on, wrong)


def read_day(text: str) -> date | None:
    """Return the day that a cell names, or None: ISO, or day.month.year; a spreadsheet adds a time of midnight."""
    plain = text.strip().split(" ")[0].split("T")[0]
    for form in _DAYS:
        try:
            return datetime.strptime(plain, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _cells(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] for place in places if place < len(cells) and cells[place]]


def _plain(cell: str) -> str:
    """A spreadsheet that took the column for numbers leaves «3347938701.0»."""
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell
