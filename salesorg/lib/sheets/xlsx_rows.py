"""XLSX: looked at as a hostile archive first, then read row by row."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import IO
from xml.parsers import expat

from openpyxl import load_workbook

from salesorg.lib.sheets.refusals import (
    FileBinary,
    FileBroken,
    FileHasEntities,
    FileRefused,
    FileUnpacksTooLarge,
)

MAX_ENTRIES = 2000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_STRINGS = 120 * 1024 * 1024
# A table of text shrinks to a tenth; what shrinks two hundred times was made to burst.
MAX_RATIO = 200


def check_xlsx(file: IO[bytes]) -> int:
    """Look at the archive without unpacking it and return how many rows its first sheet has (roughly).

    Refusals: `FileBinary` (no spreadsheet), `FileUnpacksTooLarge`, `FileHasEntities`, `FileBroken`.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive)
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    _check_entities(archive, name)
            return _count_rows(archive)
    except FileRefused:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError,
            RuntimeError, expat.ExpatError) as error:  # fmt: skip
        raise FileBroken from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise FileBinary
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise FileUnpacksTooLarge
    if unpacked > 20 * 1024 * 1024 and unpacked / packed > MAX_RATIO:
        raise FileUnpacksTooLarge
    # Shared strings are the one part that is held in memory.
    if any(entry.file_size > MAX_STRINGS for entry in entries if entry.filename == "xl/sharedStrings.xml"):
        raise FileUnpacksTooLarge


class _FirstElement(Exception):
    """Entities can be declared only before the first element: beyond it there is nothing to look for."""


def _check_entities(archive: zipfile.ZipFile, name: str) -> None:
    parser = expat.ParserCreate()

    def declared(*_args: object) -> None:
        raise FileHasEntities

    def begun(*_args: object) -> None:
        raise _FirstElement

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begun
    with archive.open(name) as entry:
        try:
            for _ in range(32):
                if not (piece := entry.read(32768)):
                    break
                parser.Parse(piece)
        except _FirstElement:
            return
    raise FileBroken


def _count_rows(archive: zipfile.ZipFile) -> int:
    sheets = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
    if not sheets:
        raise FileBroken
    found, tail = 0, b""
    with archive.open(sheets[0]) as entry:
        while piece := entry.read(1 << 20):
            piece = tail + piece
            found += piece.count(b"<row ")
            tail = piece[-4:]
    return found


def xlsx_rows(file: IO[bytes]) -> Iterator[list[str]]:
    """Yield the cells of the first sheet as text. Refusal: `FileBroken`."""
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # The declared size may be a lie of a million empty columns.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield [cell_text(cell) for cell in row]
        book.close()
    except FileRefused:
        raise
    except Exception as error:
        raise FileBroken from error


def cell_text(value: object) -> str:
    """Return a cell as one would type it: no «.0» behind a phone, no exponent, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()
    return str(value)
