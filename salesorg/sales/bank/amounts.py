"""Money and days as banks write them. What can be read in two ways is not guessed at."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from salesorg.lib.money import CENT

MOST = Decimal("999999999999.99")
_SIGNS = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
_AMOUNT = re.compile(r"(?P<sign>[-+]?)(?P<digits>\d[\d ,.']*\d|\d)(?P<after>-?)")
_WORDS = re.compile(r"(руб(\.|лей)?|коп\.?|rub|usd|eur|gbp|kzt|byn|[₽$€£₸])", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[T ,].*)?")


def decimal_sign(cells: Iterable[str]) -> str:
    """Return the sign before the cents that the clear cells of a file use (`,` or `.`), or an empty string."""
    votes = {",": 0, ".": 0}
    for cell in cells:
        if found := re.search(r"([,.])\d{1,2}\D*$", cell):
            votes[found[1]] += 1
    return max(votes, key=lambda sign: votes[sign]) if any(votes.values()) else ""


def parse_amount(text: str, decimal: str = "") -> Decimal | None:
    """Return an amount to 0.01, or None for what is none.

    «1 234,56», «1,234.56», «(12.50)», «12,50-». A lone sign with three digits behind it separates thousands, unless it is
    the file's `decimal` sign: then it is no amount of money.
    """
    plain = _WORDS.sub("", text.translate(_SIGNS)).strip()
    negative = plain.startswith("(") and plain.endswith(")")
    found = _AMOUNT.fullmatch(plain.strip("() "))
    if not found:
        return None
    whole, cents = _split(found["digits"].replace(" ", "").replace("'", ""), decimal)
    if whole is None:
        return None
    amount = Decimal(f"{whole}.{cents}")
    if amount > MOST:
        return None
    return (-amount if negative or "-" in (found["sign"], found["after"]) else amount).quantize(CENT)


def _split(digits: str, decimal: str) -> tuple[str | None, str]:
    """The digits before and behind the decimal sign; thousands come in threes or are none."""
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits, "0"
    sign, tail = digits[last], digits[last + 1 :]
    other = "," if sign == "." else "."
    thousands = rf"\d{{1,3}}(?:\{other}\d{{3}})*|\d+"
    # What a spreadsheet's own arithmetic leaves behind the cents.
    if len(tail) > 6 and sign == "." and digits.count(".") == 1:
        tail = str((Decimal(f"0.{tail[:12]}") + CENT / 2).quantize(CENT, "ROUND_DOWN")).partition(".")[2]
    if len(tail) <= 2 and tail and digits.count(sign) == 1:
        whole = digits[:last]
        return (whole.replace(other, ""), tail) if re.fullmatch(thousands, whole) else (None, "")
    if len(tail) == 3 and sign != decimal and re.fullmatch(rf"\d{{1,3}}(?:\{sign}\d{{3}})+", digits):
        return digits.replace(sign, ""), "0"
    return None, ""


def day_order(cells: Iterable[str], country: str) -> str:
    """Return `dmy` or `mdy`: what days with slashes are, by those that can be only one of both, else by the country."""
    for cell in cells:
        found = re.match(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}", cell)
        if found and int(found[1]) > 12:
            return "dmy"
        if found and int(found[2]) > 12:
            return "mdy"
    return "mdy" if country == "US" else "dmy"


def parse_day(text: str, order: str = "dmy") -> date | None:
    """Return a day: ISO, dd.mm.yyyy, or with slashes in the file's `order`; a time behind it is left out."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return _compact(text.strip())
    first, second, third = (int(part) for part in found.groups())
    if len(found[1]) == 4:
        year, month, day = first, second, third
    elif "." in text[:6] or order == "dmy":
        year, month, day = third, second, first
    else:
        year, month, day = third, first, second
    return _date(year + 2000 if year < 100 else year, month, day)


def _compact(text: str) -> date | None:
    if not re.fullmatch(r"(?:19|20)\d{6}", text):
        return None
    return _date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = datetime(year, month, day).date()  # noqa: DTZ001 - a day, of no zone
    except ValueError:
        return None
    return found if 1990 <= year <= 2100 else None
