"""The headings of a table: a name for every column, compared without case and punctuation, known again as a set."""

import hashlib
import re
from collections.abc import Sequence


def column_names(header: Sequence[str]) -> list[str]:
    """Return a name for each column: its heading, «Column 3» for an empty one, «Phone (2)» for a second of a name."""
    names: list[str] = []
    for place, heading in enumerate(header, start=1):
        plain = name = heading[:100] or f"Column {place}"
        copy = 2
        while name in names:
            name, copy = f"{plain} ({copy})", copy + 1
        names.append(name)
    return names


def heading_key(name: str) -> str:
    """Return a heading in lower case, without punctuation, numbers of copies and ё."""
    plain = re.sub(r"\(\d+\)$", "", name.lower().replace("ё", "е"))
    return " ".join(re.sub(r"[^\w]+|_", " ", plain).split())


def signature_of(columns: Sequence[str]) -> str:
    """Return the hash of the columns' names, in any order and case."""
    names = "\n".join(sorted(name.casefold() for name in columns))
    return hashlib.sha256(names.encode()).hexdigest()
