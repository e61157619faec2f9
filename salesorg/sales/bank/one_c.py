"""«1CClientBankExchange», the text in which Russian banks and 1C exchange payments."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from salesorg.lib.sheets.csv_rows import text_lines
from salesorg.lib.sheets.refusals import FileBroken
from salesorg.lib.sheets.rows import clean
from salesorg.sales.bank.amounts import parse_amount, parse_day
from salesorg.sales.bank.line import NO_AMOUNT, NO_DAY, NOT_OURS, BankEntry
from salesorg.sales.bank.refusals import StatementCutOff, StatementNoAccount

MAGIC = "1CClientBankExchange"
FIELDS_MOST = 200
# The sixth to eighth digit of a Russian account.
CURRENCIES = {
    "810": "RUB",
    "643": "RUB",
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "398": "KZT",
    "933": "BYN",
}
Section = dict[str, str]


@dataclass
class Head:
    """What stands before the documents: our accounts, and the turnover that the bank itself states."""

    accounts: set[str] = field(default_factory=set)
    stated_in: Decimal | None = None
    stated_out: Decimal | None = None


def is_one_c(beginning: bytes) -> bool:
    """Return whether a file begins as this format does, with or without a byte order mark."""
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(MAGIC.encode())


def encoding_of(beginning: bytes, detected: str) -> str:
    """Return the encoding: the one the file names if it is DOS, else the one detected, cp1251 for a Latin guess."""
    if "Кодировка=DOS".encode("cp866") in beginning:
        return "cp866"
    return "cp1251" if detected == "cp1252" else detected


def read_head(parts: Iterable[bytes], encoding: str) -> Head:
    """Read the file to its end and return its head. Refusals: `StatementCutOff`, `StatementNoAccount`, `FileBroken`."""
    head, ended = Head(), False
    for name, section in _sections(parts, encoding):
        if name == "КонецФайла":
            ended = True
        elif name in ("", "СекцияРасчСчет"):
            _note(head, section)
    if not ended:
        raise StatementCutOff
    if not head.accounts:
        raise StatementNoAccount
    return head


def _note(head: Head, section: Section) -> None:
    head.accounts.update(account for account in section.get("РасчСчет", "").split() if account)
    for key, name in (("ВсегоПоступило", "stated_in"), ("ВсегоСписано", "stated_out")):
        if (amount := parse_amount(section.get(key, ""), ".")) is not None:
            setattr(head, name, (getattr(head, name) or Decimal("0.00")) + amount)


def one_c_entries(parts: Iterable[bytes], encoding: str, accounts: Iterable[str]) -> Iterator[BankEntry]:
    """Yield the documents in the file's order, counted from 1: incoming where an account of ours is the receiver."""
    ours = set(accounts)
    documents = (section for name, section in _sections(parts, encoding) if name == "СекцияДокумент")
    for number, document in enumerate(documents, start=1):
        yield _entry(number, document, ours)


def _entry(number: int, document: Section, ours: set[str]) -> BankEntry:
    receiver, sender = _account(document, "Получатель"), _account(document, "Плательщик")
    incoming, outgoing = receiver in ours, sender in ours
    side, day_of_side, own = (
        ("Плательщик", "ДатаПоступило", receiver) if incoming else ("Получатель", "ДатаСписано", sender)
    )
    day = parse_day(document.get(day_of_side, "")) or parse_day(document.get("Дата", ""))
    amount = parse_amount(document.get("Сумма", ""), ".")
    wrong = NOT_OURS if not (incoming or outgoing) else NO_AMOUNT if not amount or amount < 0 else ""
    return BankEntry(
        number=number, day=day, amount=(amount if incoming else -amount) if amount else Decimal("0.00"),
        currency=CURRENCIES.get(own[5:8], "RUB"), payer=_first(document, f"{side}1", side),
        payer_tax_id=_digits(document.get(f"{side}ИНН", "")), account=_account(document, side),
        document=document.get("Номер", ""), purpose=_purpose(document), own_transfer=incoming and outgoing,
        wrong=wrong or ("" if day else NO_DAY),
    )  # fmt: skip


def _account(document: Section, side: str) -> str:
    return _digits(_first(document, f"{side}Счет", f"{side}РасчСчет"))


def _first(document: Section, *names: str) -> str:
    """The first of these fields that says something, without the tax id that some banks write before a name."""
    found = next((document[name] for name in names if document.get(name)), "")
    return clean(re.sub(r"^ИНН\s*\d{10,12}\s*", "", found))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _purpose(document: Section) -> str:
    whole = document.get("НазначениеПлатежа", "")
    parts = [document[name] for n in range(1, 7) if (name := f"НазначениеПлатежа{n}") in document]
    return clean(whole or " ".join(parts))


def _sections(parts: Iterable[bytes], encoding: str) -> Iterator[tuple[str, Section]]:
    """Yield (name, fields) of every section; the head and «КонецФайла» are sections too."""
    name, fields = "", Section()
    try:
        for line in text_lines(parts, encoding):
            key, sign, value = line.strip().partition("=")
            if key in ("СекцияДокумент", "СекцияРасчСчет"):
                yield name, fields
                name, fields = key, Section()
            elif key in ("КонецДокумента", "КонецРасчСчет"):
                yield name, fields
                name, fields = "", Section()
            elif key == "КонецФайла":
                # A document that was never closed is none: the file was cut and sewn.
                yield ("КонецФайла" if name == "" else "unfinished"), fields
            elif sign and len(fields) < FIELDS_MOST:
                # Several accounts are named in several lines.
                many = key == "РасчСчет" and key in fields
                fields[key] = f"{fields[key]} {value.strip()}" if many else value.strip()
        if name == "" and fields:
            yield name, fields
    except UnicodeError as error:
        raise FileBroken from error
