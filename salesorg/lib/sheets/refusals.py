"""Why a file cannot be read, each with a sentence that says what to do about it."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused


class FileRefused(ActionRefused):
    """The file cannot be taken; nothing was kept of it."""

    code = "file_refused"


class FileEmpty(FileRefused):
    code = "file_empty"
    text = _("The file is empty. Choose the file again, or export it once more.")


class FileTooLarge(FileRefused):
    code = "file_too_large"
    text = _("The file is larger than an import may be. Split it into several files.")


class FileBinary(FileRefused):
    code = "file_binary"
    text = _("This is neither a CSV nor an XLSX file. Save the table as CSV or XLSX and upload that.")


class FileOldExcel(FileRefused):
    code = "file_old_excel"
    text = _(
        "This is an old or a password-protected Excel file. Save it as XLSX without a password, or as CSV."
    )


class FileUnpacksTooLarge(FileRefused):
    code = "file_unpacks_too_large"
    text = _("This XLSX file becomes far too large when it is unpacked. Save the table as CSV.")


class FileHasEntities(FileRefused):
    code = "file_has_entities"
    text = _("This XLSX file contains XML entities, which no spreadsheet writes. It was not opened.")


class FileBroken(FileRefused):
    code = "file_broken"
    text = _("The file is damaged and cannot be read to its end. Open it, save it again and upload that.")


class FileMixedEncodings(FileRefused):
    code = "file_mixed_encodings"
    text = _(
        "Parts of the file are in different encodings: some names would be unreadable. Save the table as XLSX or as CSV UTF-8."
    )


class FileQuoteOpen(FileRefused):
    code = "file_quote_open"
    text = _("A quotation mark in the file is never closed, or one cell is larger than 100,000 characters.")


class FileLineTooLong(FileRefused):
    code = "file_line_too_long"
    text = _("One line of the file is longer than a million characters: it does not look like a table.")


class FileNoColumns(FileRefused):
    code = "file_no_columns"
    text = _("The file has no columns. Its first line must name them, for instance: Name, Phone.")


class FileTooManyColumns(FileRefused):
    code = "file_too_many_columns"
    text = _("The file has more than 200 columns. Delete those that are not needed.")


class FileNoRows(FileRefused):
    code = "file_no_rows"
    text = _("The file has a line of headings and nothing below it.")


FILE_REFUSALS: dict[str, type[FileRefused]] = {
    refusal.code: refusal
    for refusal in (
        FileEmpty, FileTooLarge, FileBinary, FileOldExcel, FileUnpacksTooLarge, FileHasEntities, FileBroken,
        FileMixedEncodings, FileQuoteOpen, FileLineTooLong, FileNoColumns, FileTooManyColumns, FileNoRows,
    )
}  # fmt: skip
