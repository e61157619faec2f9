"""Why a statement cannot be read, beyond what makes any table unreadable."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.sheets.refusals import FILE_REFUSALS, FileRefused


class StatementCutOff(FileRefused):
    code = "statement_cut_off"
    text = _(
        "The file ends in the middle: its last line «КонецФайла» is missing. Export it from the bank once more."
    )


class StatementNoAccount(FileRefused):
    code = "statement_no_account"
    text = _(
        "The file does not say whose account it is about: it has no line «РасчСчет=». Export it once more."
    )


class StatementNoHeadings(FileRefused):
    code = "statement_no_headings"
    text = _("No row of the file names a day and an amount. Is this a bank statement?")


class StatementNoLines(FileRefused):
    code = "statement_no_lines"
    text = _("There is no movement of money in this file.")


STATEMENT_REFUSALS: dict[str, type[FileRefused]] = FILE_REFUSALS | {
    refusal.code: refusal
    for refusal in (StatementCutOff, StatementNoAccount, StatementNoHeadings, StatementNoLines)
}
