"""Names as one searches and sorts them."""

import re

_LEGAL_FORM = re.compile(r"\b(ооо|оао|зао|пао|ао|ип|гк|llc|inc|ltd|gmbh|corp|co)\b", re.IGNORECASE)
_NOISE = re.compile(r"[^\w\s]+")


def search_key(name: str) -> str:
    """Return `name` in lower case with ё as е and single spaces.

    The database has no ICU: without this key Ё would sort outside А-Я and «Ёлка» would not be found by «елка».
    """
    return " ".join(name.lower().replace("ё", "е").split())


def bare_name(name: str) -> str:
    """Return the search key without legal form and punctuation, to compare companies by name."""
    return " ".join(_LEGAL_FORM.sub(" ", _NOISE.sub(" ", search_key(name))).split())
