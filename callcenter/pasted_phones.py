"""Phones out of pasted text: one per line, or a column or a CSV copied from anywhere. Pure."""

from salesorg.lib.phones import split_phones

# Fewer digits than any number has: a heading, a name, a comment.
MIN_DIGITS = 5


def read_pasted(text: str, region: str) -> tuple[list[str], list[str]]:
    """Return the valid numbers in E.164, each once, and the lines that hold digits but no valid number."""
    phones: dict[str, None] = {}
    unread = []
    for line in text.splitlines():
        found = split_phones(line.replace("\t", ";").replace('"', ""), region)
        phones |= dict.fromkeys(found)
        if not found and sum(letter.isdigit() for letter in line) >= MIN_DIGITS:
            unread.append(line.strip())
    return list(phones), unread
