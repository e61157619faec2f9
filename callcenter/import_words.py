"""Words for what became of a row and of an import."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.sheets.refusals import FILE_REFUSALS

REASONS: dict[str, str | Promise] = {
    "no_name": _("No company name"),
    "no_phone": _("No phone"),
    "phone_invalid": _("No valid phone"),
    "phone_known": _("This phone is already in the base"),
    "phone_twice_in_file": _("This phone stands above in the file"),
    "tax_id_known": _("This tax id is already in the base"),
    "tax_id_twice_in_file": _("This tax id stands above in the file"),
    "tax_id_invalid": _("Wrong tax id: imported without it"),
    "on_do_not_call": _("All its phones are on do-not-call"),
    "some_numbers_on_do_not_call": _("A phone on do-not-call was left out"),
    "is_a_client": _("Already a client"),
}


def error_text(code: str) -> str:
    """Return the sentence for an import's error, or an empty string."""
    if code == "gave_up":
        return str(
            _(
                "The import stopped several times at the same place and was given up. Split the file and try again."
            )
        )
    return str(FILE_REFUSALS[code].text) if code in FILE_REFUSALS else code
