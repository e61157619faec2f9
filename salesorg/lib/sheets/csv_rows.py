"""CSV of any origin: which encoding, which delimiter, which rows."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from salesorg.lib.sheets.refusals import (
    FileBinary,
    FileBroken,
    FileLineTooLong,
    FileMixedEncodings,
    FileQuoteOpen,
)

MAX_LINE = 1_000_000
DELIMITERS = ",;\t|"
CYRILLIC_REGIONS = {"RU", "BY", "KZ", "UA", "KG", "BG", "RS", "MK", "MN", "TJ"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
_HIGH = re.compile(rb"[\x80-\xff]+")
# Letters of Russian in cp1251; in cp1252 the same bytes are accented letters, which never come in rows.
_CYRILLIC_RUN = re.compile(rb"[\xc0-\xff\xa8\xb8]{2,}")
# A letter of Russian in UTF-8; in cp1251 it would be «Р» or «С» before a sign, which is rare.
_UTF8_LETTER = re.compile(rb"[\xd0\xd1][\x80-\xbf]")


class _Parts(io.RawIOBase):
    """Parts of a file as one readable stream."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts, self._rest = iter(parts), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = bytes(next(self._parts, b""))
        taken = self._rest[: len(buffer)]
        self._rest = self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def detect_encoding(parts: Iterable[bytes], region: str) -> str:
    """Return the name of the encoding, having looked at the whole file. Refusals: `FileBinary`, `FileMixedEncodings`.

    UTF-16 and UTF-8 show themselves; between cp1251 and cp1252 decides whether the high bytes come in rows (words in
    Cyrillic) or alone (an accent in a Latin word), and where there are too few of them, the list's `region`.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, high, in_runs, in_utf8 = True, 0, 0, 0
    for place, part in enumerate(parts):
        if place == 0 and (encoding := _of_beginning(part)):
            return encoding
        # Plain ASCII says nothing, and looking at a hundred megabytes of it costs a second.
        if part.isascii() and not decoder.getstate()[0]:
            continue
        if is_utf8:
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                is_utf8 = False
        if high < 100_000:
            high += sum(map(len, _HIGH.findall(part)))
            in_runs += sum(map(len, _CYRILLIC_RUN.findall(part)))
            in_utf8 += 2 * len(_UTF8_LETTER.findall(part))
    if is_utf8:
        return "utf-8"
    if high >= 20 and in_utf8 > 0.3 * high:
        raise FileMixedEncodings
    likely = region in CYRILLIC_REGIONS
    share = in_runs / high if high else 0
    if high < 20:
        return "cp1251" if likely and share > 0.3 else "cp1252"
    return "cp1251" if share > (0.4 if likely else 0.7) else "cp1252"


def _of_beginning(part: bytes) -> str:
    for bom, encoding in _BOMS:
        if part.startswith(bom):
            return encoding
    sample = part[:65536]
    # Every second byte of UTF-16 is 0 (Latin) or 4 (Cyrillic).
    even, odd = (half.count(0) + half.count(4) for half in (sample[0::2], sample[1::2]))
    if even + odd > len(sample) * 0.3 and min(even, odd) <= max(even, odd) * 0.1:
        return "utf-16-be" if even > odd else "utf-16-le"
    control = len(sample) - len(sample.translate(None, _NO_TEXT))
    # One stray NUL in an export is forgiven, a picture is not.
    if control > len(sample) * 0.002 + 3 or sample.startswith(_MAGIC):
        raise FileBinary
    return ""


def detect_delimiter(parts: Iterable[bytes], encoding: str) -> str:
    """Return the delimiter that splits the first lines into the same number of cells, the more the better."""
    lines = list(islice(text_lines(parts, encoding), 30))
    if lines and (named := re.fullmatch(r"\ufeff?sep=(.)\s*", lines[0])):
        return named[1]
    scores = {}
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        width, often = Counter(widths).most_common(1)[0] if widths else (0, 0)
        scores[delimiter] = (often * (width > 1), width)
    return max(scores, key=lambda one: scores[one], default=",")


def csv_rows(parts: Iterable[bytes], encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each line. Refusals: `FileQuoteOpen`, `FileLineTooLong`, `FileBroken`."""
    reader = csv.reader(text_lines(parts, encoding), delimiter=delimiter or ",")
    try:
        for place, row in enumerate(reader):
            if place == 0 and len(row) <= 2 and "".join(row).startswith("sep="):
                continue
            yield row
    except csv.Error as error:
        raise FileQuoteOpen from error
    except UnicodeError as error:
        raise FileBroken from error


def text_lines(parts: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Yield the lines of a text given in parts. Refusal: `FileLineTooLong`; UTF that is none raises UnicodeError."""
    errors = "strict" if encoding.startswith("utf") else "replace"
    text = io.TextIOWrapper(io.BufferedReader(_Parts(parts), 1 << 18), encoding, errors, newline="")
    while line := text.readline(MAX_LINE):
        if len(line) >= MAX_LINE:
            raise FileLineTooLong
        # A NUL cannot be stored, and the parser would stop at it.
        yield line.replace("\0", "")
