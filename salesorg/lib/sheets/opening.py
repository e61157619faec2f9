"""The first look at an uploaded file: may it be read at all, and how."""

from typing import IO

from salesorg.lib.sheets.csv_rows import detect_delimiter, detect_encoding
from salesorg.lib.sheets.refusals import FileEmpty, FileOldExcel, FileTooLarge
from salesorg.lib.sheets.rows import Layout, spooled
from salesorg.lib.sheets.xlsx_rows import check_xlsx


def layout_of(file: IO[bytes], region: str, max_bytes: int) -> tuple[Layout, int | None]:
    """Return how to read the file and, of an XLSX, how many rows it has (roughly).

    Refusals: every `FileRefused` that shows without reading rows; hostile files are told within a second.
    """
    file.seek(0, 2)
    size = file.tell()
    if not size:
        raise FileEmpty
    if size > max_bytes:
        raise FileTooLarge
    file.seek(0)
    beginning = file.read(8)
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileOldExcel
    if beginning.startswith(b"PK"):
        return Layout("xlsx"), check_xlsx(file)
    encoding = detect_encoding(spooled(file), region)
    return Layout("csv", encoding, detect_delimiter(spooled(file), encoding)), None
