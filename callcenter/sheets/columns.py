"""Which column of a file is which field: guessed by heading (English, Russian) and by content, decided by a person."""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salesorg.lib.phones import split_phones
from salesorg.lib.sheets.headings import heading_key

OTHER = "other"
SKIP = "skip"
# Fields that several columns may feed.
MANY = {"phone", "email", "note", OTHER, SKIP}

FIELDS: dict[str, str | Promise] = {
    "name": _("Company name"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "contact": _("Contact person"),
    "position": _("Position"),
    "city": _("City"),
    "region": _("State or region"),
    "country": _("Country"),
    "address": _("Address"),
    "postal_code": _("Postal code"),
    "website": _("Website"),
    "tax_id": _("Tax id"),
    "segment": _("Segment"),
    "note": _("Note"),
    OTHER: _("Keep as a detail"),
    SKIP: _("Leave out"),
}

# The first is the best match; a later one gives way to it.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "company name", "company", "organization name", "organisation name", "organization", "organisation",
        "business name", "account name", "hospital name", "firm", "legal name", "name", "название компании",
        "наименование организации", "наименование компании", "компания", "организация", "наименование", "название",
        "фирма", "клиент", "контрагент", "юридическое лицо", "предприятие",
    ),
    "phone": (
        "phone", "phone number", "phones", "telephone", "telephone number", "tel", "mobile", "mobile phone", "cell",
        "cell phone", "work phone", "office phone", "phone 1", "phone 2", "phone 3", "phone1", "phone2", "телефон",
        "телефоны", "номер телефона", "тел", "моб", "мобильный", "мобильный телефон", "сотовый", "рабочий телефон",
        "контактный телефон", "телефон 1", "телефон 2", "телефон 3", "городской телефон",
    ),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "почта", "электронная почта", "эл почта",
              "адрес электронной почты", "имейл"),
    "contact": ("contact", "contact name", "contact person", "full name", "person", "director", "ceo", "owner",
                "контакт", "контактное лицо", "фио", "лпр", "директор", "руководитель", "имя"),
    "position": ("position", "job title", "title", "role", "должность", "позиция"),
    "city": ("city", "town", "locality", "город", "населенный пункт"),
    "region": ("state", "region", "province", "state province", "регион", "область", "субъект", "субъект рф", "край"),
    "country": ("country", "страна"),
    "address": ("address", "street address", "street", "address line 1", "адрес", "юридический адрес",
                "фактический адрес", "почтовый адрес", "улица"),
    "postal_code": ("zip", "zip code", "zipcode", "postal code", "postcode", "индекс", "почтовый индекс"),
    "website": ("website", "web site", "site", "url", "web", "homepage", "domain", "сайт", "веб сайт", "домен"),
    "tax_id": ("tax id", "inn", "ein", "vat", "vat number", "tax number", "инн", "унп", "бин", "ид номер"),
    "segment": ("segment", "industry", "category", "сегмент", "отрасль", "категория", "сфера деятельности",
                "вид деятельности"),
    "note": ("note", "notes", "comment", "comments", "remark", "примечание", "комментарий", "заметка", "комментарии"),
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_SITE = re.compile(r"(https?://|www\.)\S+\.\w+", re.IGNORECASE)


def looks_like_header(row: Sequence[str], region: str) -> bool:
    """Return whether the first row names columns: a row with a telephone number in it is data already."""
    return not any(any(letter.isdigit() for letter in cell) and split_phones(cell, region) for cell in row)


def guess_mapping(columns: Sequence[str], rows: Sequence[Sequence[str]], region: str) -> dict[str, str]:
    """Return column -> field for every column; what is not recognised is kept as a detail.

    Headings decide first; then content finds phones, mails and sites, and the first column of words is the name.
    """
    guess = _by_heading(columns)
    samples = {name: [row[i] for row in rows if i < len(row) and row[i]] for i, name in enumerate(columns)}
    free = [name for name in columns if name not in guess]
    if "phone" not in guess.values():
        guess |= {
            name: "phone"
            for name in free
            if _mostly(samples[name], lambda cell: bool(split_phones(cell, region)))
        }
    for field, pattern in (("email", _EMAIL), ("website", _SITE)):
        if field not in guess.values():
            found = [name for name in free if name not in guess and _mostly(samples[name], _finder(pattern))]
            guess |= dict.fromkeys(found[:1], field)
    if "name" not in guess.values():
        words = [name for name in free if name not in guess and _mostly(samples[name], _has_letters)]
        guess |= dict.fromkeys(words[:1], "name")
    return {name: guess.get(name, OTHER) for name in columns}


def _by_heading(columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    keys = {name: heading_key(name) for name in columns}
    for field, synonyms in SYNONYMS.items():
        matches = [
            name for synonym in synonyms for name in columns if name not in found and keys[name] == synonym
        ]
        if not matches:
            matches = [name for name in columns if name not in found and _resembles(keys[name], field)]
        found |= dict.fromkeys(matches if field in MANY else matches[:1], field)
    return found


def _resembles(key: str, field: str) -> bool:
    """A heading that holds a telling word: «Основной телефон», «Hospital Name» (but not «County Name»)."""
    words = set(key.split())
    if field == "phone":
        return bool(words & {"phone", "telephone", "телефон", "тел", "mobile"}) and not words & {
            "type",
            "тип",
            "код",
            "code",
        }
    if field == "name":
        others = {
            "contact",
            "first",
            "last",
            "county",
            "user",
            "file",
            "product",
            "street",
            "middle",
            "manager",
        }
        return "name" in words and not words & others
    return (field == "email" and bool(words & {"email", "почта"})) or (field == "tax_id" and "инн" in words)


def _finder(pattern: re.Pattern[str]):  # type: ignore[no-untyped-def]
    return lambda cell: bool(pattern.search(cell))


def _has_letters(cell: str) -> bool:
    return sum(letter.isalpha() for letter in cell) >= 3


def _mostly(cells: Sequence[str], test) -> bool:  # type: ignore[no-untyped-def]
    return bool(cells) and sum(map(test, cells)) >= 0.6 * len(cells)


def mapping_error(mapping: Mapping[str, str], columns: Sequence[str]) -> str | Promise:
    """Return the sentence that says what is wrong with a mapping, or an empty string."""
    if unknown := sorted(set(mapping) - set(columns)):
        return _("The file has no column «%(name)s».") % {"name": unknown[0]}
    if strange := sorted(set(mapping.values()) - set(FIELDS)):
        return _("There is no field «%(name)s».") % {"name": strange[0]}
    fields = list(mapping.values())
    if twice := [field for field in FIELDS if field not in MANY and fields.count(field) > 1]:
        return _("Two columns are both marked «%(name)s». Choose one of them.") % {"name": FIELDS[twice[0]]}
    if "name" not in fields:
        return _("Say which column holds the company's name.")
    if "phone" not in fields:
        return _("Say which column holds the phone.")
    return ""
