"""Files of companies as they come: in code, so that the tests need nothing beside themselves."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

from callcenter.actions import confirm_import, run_import, upload_import
from callcenter.models import CallList, ImportJob

US = "Hospital Name,Address,City,State,Phone Number,Beds\n"
RU = "Наименование;Телефон;Город;ИНН;Примечание\n"
RU_ROWS = (
    "ООО «Ёлка»;8 (343) 379-12-34, доб. 5;Екатеринбург;7707083893;важно\n"
    "ЗАО «Рога»;+7 495 123-45-67 / 8-383-222-33-44;Москва;;\n"
    "ИП Щукин;нет;Омск;;\n"
)


def us_rows(count: int, first: int = 0) -> str:
    """So many companies in Alabama, each with a phone of its own."""
    return "".join(
        f'"Hospital {n}","{n} Main St","DOTHAN","AL","334793{n:04d}",{n}\n'
        for n in range(first, first + count)
    )


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    """A CSV of this text."""
    return io.BytesIO(text.encode(encoding))


def xlsx_file(rows: Iterable[Sequence[object]]) -> io.BytesIO:
    """A spreadsheet of these rows."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(file)
    file.seek(0)
    return file


def zip_file(**entries: bytes | str) -> io.BytesIO:
    """An archive; double underscores in a name stand for a slash, a last one for the dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    file.seek(0)
    return file


def uploaded(to: CallList, file: io.BytesIO, at: datetime, region: str = "") -> ImportJob:
    """An import in preview."""
    return upload_import(actor=None, call_list=to, file=file, file_name="list.csv", at=at, region=region)


def confirmed(to: CallList, file: io.BytesIO, at: datetime, region: str = "") -> ImportJob:
    """An import that is queued with the guessed columns."""
    job = uploaded(to, file, at, region)
    return confirm_import(actor=None, job=job, mapping=job.mapping, at=at)


def imported(to: CallList, file: io.BytesIO, at: datetime, region: str = "") -> ImportJob:
    """An import that is done."""
    return run_import(job=confirmed(to, file, at, region), at=at)
