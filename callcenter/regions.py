"""Countries whose way of writing phones a list may have: those people choose from, by name."""

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
    return [*((code, code) for code in also if code and code not in known), *REGIONS]
