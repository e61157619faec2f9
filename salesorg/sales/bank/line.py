"""One movement on our account as a file tells of it, and the id by which it is known for ever."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from salesorg.lib.money import ZERO

# Why a row is no line of money; the sentences stand in bank_words.py.
NO_DAY, NO_AMOUNT, NOT_OURS = "no_day", "no_amount", "not_our_account"


@dataclass(frozen=True)
class BankEntry:
    """`number` is its place in the file; `amount` is negative for money that left. `wrong` says why it is no line.

    `payer` is the other side: who paid, or who was paid. `bank_id`: the bank's own id, where the file has one.
    """

    number: int
    day: date | None = None
    amount: Decimal = ZERO
    currency: str = ""
    payer: str = ""
    payer_tax_id: str = ""
    account: str = ""
    document: str = ""
    purpose: str = ""
    bank_id: str = ""
    own_transfer: bool = False
    wrong: str = ""
    external_id: str = ""


def identified(entries: Iterable[BankEntry]) -> Iterator[BankEntry]:
    """Give every entry its external id, the same whatever file it comes in and wherever it stands there.

    It is a hash of document number, day, amount and the other side's account (or tax id, or name), and of the bank's own
    id where there is one. Lines of one file that are equal in all of it are told apart by counting them; with a bank's id
    they are one line that came twice. A statement holds whole days, so that in another file the count comes out the same.
    """
    seen: Counter[str] = Counter()
    for entry in entries:
        if entry.wrong:
            yield entry
            continue
        known = "\n".join([
            entry.bank_id, entry.document, str(entry.day), str(entry.amount), entry.currency,
            entry.account or entry.payer_tax_id or re.sub(r"\W+", " ", entry.payer.casefold()).strip(),
        ])  # fmt: skip
        digest = hashlib.sha256(known.encode()).hexdigest()[:24]
        seen[digest] += 1
        copy = f"-{seen[digest]}" if seen[digest] > 1 and not entry.bank_id else ""
        yield replace(entry, external_id=f"bank-{digest}{copy}")
