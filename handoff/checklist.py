"""The rehearsed introduction: what has to be done before a farmer can accept. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Promised(NamedTuple):
    """What the hunter promised the client, by which day."""

    text: str
    due_on: date


BOUGHT = re.compile(r".+ × \d+(\.\d+)?")


def bought_line(product: str, quantity: Decimal) -> str:
    """A line of the brief as the first sale writes it, for instance «Scanner × 2»."""
    return f"{product} × {quantity.normalize():f}"


def in_own_words(brief: str) -> bool:
    """Whether a brief says anything beside what was bought."""
    lines = [line.strip() for line in brief.splitlines() if line.strip()]
    return any(not BOUGHT.fullmatch(line) for line in lines)


@dataclass(frozen=True)
class Checklist:
    """What the hunter did (product.md 4.3). `how` is '', person, call or video.

    `promises` is a free remark. The step of the promises is done by real ones (`promises_passed`, which the actions see
    for themselves) or by the word that nothing was promised (`no_promises`).
    """

    brief: str = ""
    promises: str = ""
    introduction_arranged: bool = False
    how: str = ""
    contacts_given: bool = False
    no_promises: bool = False
    promises_passed: bool = False
    reaction: str = ""
    reaction_note: str = ""
    # Whether the brief counts only with a word of the hunter's own beside what was bought.
    own_words: bool = False

    @property
    def missing(self) -> list[str]:
        """Names of the steps not done yet, in the order in which they are done."""
        steps = {
            "brief": in_own_words(self.brief) if self.own_words else bool(self.brief.strip()),
            "promises": self.no_promises or self.promises_passed,
            "introduction_arranged": self.introduction_arranged,
            "how": bool(self.how),
            "contacts_given": self.contacts_given,
        }
        return [name for name, done in steps.items() if not done]
