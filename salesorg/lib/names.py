"""Names as one searches and sorts them."""

import re

_LEGAL_FORM = re.compile(r"\b(ооо|оао|зао|пао|ао|ип|гк|llc|inc|ltd|gmbh|corp|co)\b", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z]+://")
_SPACE = re.compile(r"\s")
_NOISE = re.compile(r"[^\w\s]+")


def search_key(name: str) -> str:
    """Return `name` in lower case with ё as е and single spaces.

    The database has no ICU: without this key Ё would sort outside А-Я and «Ёлка» would not be found by «елка».
    """
    return " ".join(name.lower().replace("ё", "е").split())


def bare_name(name: str) -> str:
    """Return the search key without legal form and punctuation, to compare companies by name."""
    return " ".join(_LEGAL_FORM.sub(" ", _NOISE.sub(" ", search_key(name))).split())


def name_key(name: str) -> str:
    """Return the bare name with its words in order of the alphabet: «Ромашка, ООО» and «ООО "Ромашка"» have the same."""
    return " ".join(sorted(bare_name(name).split()))[:250]


def site_domain(website: str) -> str:
    """Return the domain of a site in any spelling, lower case, without «www.», or an empty string."""
    text = website.strip().lower()
    host = _SCHEME.sub("", text).split("/", 1)[0].split("?", 1)[0].split("@")[-1].split(":", 1)[0]
    host = host.removeprefix("www.").rstrip(".")
    return host if "." in host and not _SPACE.search(host) and len(host) <= 200 else ""
