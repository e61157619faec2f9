"""The introduction letter's text and its variables. Pure."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VARIABLES: dict[str, str | Promise] = {
    "contact": _("who reads the letter"),
    "company": _("the client's name"),
    "farmer": _("the new personal manager"),
    "farmer_email": _("the manager's e-mail"),
    "hunter": _("who made the first sale"),
    "organisation": _("our name"),
}
# A word in braces; braces around anything else are just braces.
_VARIABLE = re.compile(r"\{([^\W\d]\w*)\}")


def variables_in(*texts: str) -> list[str]:
    """Return the names in braces, each once, in the order of the text."""
    return list(dict.fromkeys(name for text in texts for name in _VARIABLE.findall(text)))


def unknown_in(*texts: str) -> list[str]:
    """Return the names in braces that are no variable."""
    return [name for name in variables_in(*texts) if name not in VARIABLES]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Put the facts in; a variable for which nothing is known stays, so that the hole is seen."""
    return _VARIABLE.sub(lambda found: facts.get(found[1]) or found[0], text)
