"""Countries whose way of writing phones a list may have: those people choose from, by name."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

REGIONS = [
    ("US", _("United States")), ("CA", _("Canada")), ("GB", _("United Kingdom")), ("IE", _("Ireland")),
    ("AU", _("Australia")), ("NZ", _("New Zealand")), ("DE", _("Germany")), ("AT", _("Austria")), ("CH", _("Switzerland")),
    ("FR", _("France")), ("ES", _("Spain")), ("IT", _("Italy")), ("NL", _("Netherlands")), ("PL", _("Poland")),
    ("CZ", _("Czechia")), ("RU", _("Russia")), ("BY", _("Belarus")), ("KZ", _("Kazakhstan")), ("KG", _("Kyrgyzstan")),
    ("UZ", _("Uzbekistan")), ("AM", _("Armenia")), ("GE", _("Georgia")), ("AZ", _("Azerbaijan")), ("MD", _("Moldova")),
    ("UA", _("Ukraine")), ("TR", _("Turkey")), ("IL", _("Israel")), ("AE", _("United Arab Emirates")), ("IN", _("India")),
]  # fmt: skip


def region_choices(*also: str) -> list[tuple[str, object]]:
    """Return the countries as choices; a code that a list has already stays choosable though it is not among them."""
    known = {code for code, _name in REGIONS}
    return [*((code, country_name(code)) for code in also if code and code not in known), *REGIONS]


def country_name(code: str) -> str:
    """Return the country's name in the reader's language; a code that names none stays as it is."""
    names = {known: str(name) for known, name in REGIONS}
    return names.get(code) or _locale().territories.get(code, code)


def _locale() -> Locale:
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
