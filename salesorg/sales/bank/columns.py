"""Which column of a statement is which field: guessed by its heading (English, Russian), decided by a person."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salesorg.lib.sheets.headings import heading_key

SKIP = "skip"
MONEY = ("amount", "credit", "debit")

FIELDS: dict[str, str | Promise] = {
    "day": _("Day of the entry"),
    "amount": _("Amount, negative when it left"),
    "credit": _("Came in"),
    "debit": _("Went out"),
    "direction": _("In or out"),
    "currency": _("Currency"),
    "payer": _("Payer"),
    "payee": _("Receiver"),
    "payer_tax_id": _("Payer's tax id"),
    "payee_tax_id": _("Receiver's tax id"),
    "account": _("Payer's account"),
    "document": _("Document number"),
    "purpose": _("Purpose of payment"),
    "bank_id": _("The bank's own id of the entry"),
    SKIP: _("Leave out"),
}

# The first is the best match; a later one gives way to it.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "day": ("дата операции", "дата проводки", "дата проведения", "posting date", "booking date", "value date",
            "transaction date", "дата поступило", "дата", "date", "day", "дата документа"),
    "credit": ("кредит", "сумма по кредиту", "credit", "credit amount", "приход", "поступление", "поступления",
               "поступило", "зачисление", "paid in", "money in", "deposit", "deposits", "обороты по кредиту", "кт"),
    "debit": ("дебет", "сумма по дебету", "debit", "debit amount", "расход", "списание", "списания", "списано",
              "paid out", "money out", "withdrawal", "withdrawals", "обороты по дебету", "дт"),
    "amount": ("сумма операции", "сумма платежа", "transaction amount", "amount", "сумма", "сумма в валюте счета"),
    "direction": ("тип операции", "вид операции", "debit credit", "dr cr", "type", "приход расход", "д к"),
    "currency": ("валюта", "валюта операции", "валюта платежа", "currency", "ccy"),
    "payer": ("плательщик", "наименование плательщика", "отправитель", "контрагент", "наименование контрагента",
              "payer", "payer name", "counterparty", "counterparty name", "sender", "from", "name", "remitter",
              "корреспондент", "наименование корреспондента"),
    "payee": ("получатель", "наименование получателя", "receiver", "payee", "beneficiary", "beneficiary name", "to"),
    "payer_tax_id": ("инн плательщика", "плательщик инн", "инн контрагента", "инн отправителя", "инн корреспондента",
                     "инн", "payer tax id", "tax id", "counterparty tax id", "vat number", "ein", "бин"),
    "payee_tax_id": ("инн получателя", "получатель инн", "payee tax id", "receiver tax id", "beneficiary tax id"),
    "account": ("счет плательщика", "плательщик счет", "счет контрагента", "р с плательщика", "счет отправителя",
                "payer account", "counterparty account", "iban", "account", "account number"),
    "document": ("номер документа", "номер п п", "номер пп", "номер платежного документа", "номер", "document number",
                 "document", "reference number", "check number", "no", "n", "номер операции"),
    "purpose": ("назначение платежа", "назначение", "основание", "содержание операции", "purpose",
                "payment purpose", "payment details", "description", "details", "memo", "narrative", "reference",
                "remittance information", "комментарий"),
    "bank_id": ("transaction id", "ид операции", "id операции", "идентификатор операции", "unique id", "уникальный номер",
                "bank reference", "референс"),
}  # fmt: skip


def guess_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Return column -> field for every column; what is not recognised is left out."""
    keys = {name: heading_key(name.replace("№", "номер ")) for name in columns}
    found: dict[str, str] = {}
    for exactly in (True, False):
        for field, synonyms in SYNONYMS.items():
            if field in found.values():
                continue
            matches = (
                name for synonym in synonyms for name in columns
                if name not in found and _matches(keys[name], synonym, exactly)
            )  # fmt: skip
            if name := next(matches, None):
                found[name] = field
    # An amount beside debit and credit is their sum once more.
    if {"credit", "debit"} <= set(found.values()):
        found = {name: field for name, field in found.items() if field != "amount"}
    return {name: found.get(name, SKIP) for name in columns}


def _matches(key: str, synonym: str, exactly: bool) -> bool:
    """Exactly, or with something behind it: «Сумма по кредиту, RUB», «Amount USD»."""
    return key == synonym if exactly else len(synonym) > 3 and key.startswith(f"{synonym} ")


def mapping_error(mapping: Mapping[str, str], columns: Sequence[str]) -> str | Promise:
    """Return the sentence that says what is wrong with a mapping, or an empty string."""
    if unknown := sorted(set(mapping) - set(columns)):
        return _("The file has no column «%(name)s».") % {"name": unknown[0]}
    if strange := sorted(set(mapping.values()) - set(FIELDS)):
        return _("There is no field «%(name)s».") % {"name": strange[0]}
    fields = list(mapping.values())
    if twice := [field for field in FIELDS if field != SKIP and fields.count(field) > 1]:
        return _("Two columns are both marked «%(name)s». Choose one of them.") % {"name": FIELDS[twice[0]]}
    if "day" not in fields:
        return _("Say which column holds the day.")
    if not set(MONEY) & set(fields):
        return _("Say which column holds the amount, or which two hold what came in and what went out.")
    if "amount" in fields and {"credit", "debit"} & set(fields):
        return _("Choose either the signed amount, or what came in and what went out.")
    return ""


def header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows names the columns: the first that names a day and money, whatever stands above it."""
    for place, row in enumerate(rows):
        fields = set(guess_mapping(_unique(row)).values())
        if "day" in fields and fields & set(MONEY):
            return place
    return None


def _unique(row: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(cell for cell in row if cell and len(cell) < 60))
