"""One row of a file as a company to be, or the reason why it is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import phonenumbers
from stdnum.ru import inn

from callcenter.sheets.columns import OTHER, SKIP
from callcenter.sheets.places import zone_of
from salesorg.lib.phones import split_phones

NO_NAME, NO_PHONE, PHONE_INVALID, TAX_ID_INVALID = "no_name", "no_phone", "phone_invalid", "tax_id_invalid"
_EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[\w-]{2,}")
_WHOLE = re.compile(r"(\+?\d{7,15})\.0+")
# Countries by the names lists call them; an ISO code stands for itself.
_COUNTRIES = {
    "usa": "US", "united states": "US", "united states of america": "US", "сша": "US", "россия": "RU", "рф": "RU",
    "российская федерация": "RU", "russia": "RU", "russian federation": "RU", "казахстан": "KZ", "kazakhstan": "KZ",
    "беларусь": "BY", "белоруссия": "BY", "belarus": "BY", "germany": "DE", "германия": "DE", "uk": "GB",
    "united kingdom": "GB", "великобритания": "GB", "украина": "UA", "ukraine": "UA",
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A row read: `reject` is why it cannot become a lead, `reason` what is worth saying though it can."""

    number: int
    name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    contact: str = ""
    position: str = ""
    tax_id: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    address: str = ""
    website: str = ""
    segment: str = ""
    zone: str = ""
    details: dict[str, str] = field(default_factory=dict)
    reject: str = ""
    reason: str = ""


class DraftReader:
    """Turns rows into drafts by one mapping; `region` is the country to assume where a phone has no country code."""

    def __init__(
        self, columns: Sequence[str], mapping: dict[str, str], region: str, default_zone: str
    ) -> None:
        self.region, self.default_zone = region, default_zone
        self.places: dict[str, list[int]] = {}
        self.kept: list[tuple[int, str]] = []
        for place, name in enumerate(columns):
            target = mapping.get(name, OTHER)
            if target in (OTHER, "note", "postal_code"):
                self.kept.append((place, name))
            elif target != SKIP:
                self.places.setdefault(target, []).append(place)

    def read(self, number: int, cells: Sequence[str]) -> Draft:
        """Return the draft of one row; phones in E.164, texts cut to what the database holds."""
        draft = Draft(number=number, name=self._one(cells, "name", 250))
        phones = [cells[i] for i in self.places.get("phone", ()) if i < len(cells) and cells[i]]
        for cell in phones:
            draft.phones += [found for found in self._phones(cell) if found not in draft.phones]
        draft.reject = (
            NO_NAME
            if not draft.name
            else NO_PHONE
            if not phones
            else PHONE_INVALID
            if not draft.phones
            else ""
        )
        if not draft.reject:
            self._fill(draft, cells)
        return draft

    def _phones(self, cell: str) -> list[str]:
        # A spreadsheet that took the column for numbers leaves «3347938701.0».
        whole = _WHOLE.fullmatch(cell)
        return split_phones(whole[1] if whole else cell, self.region)[:10]

    def _fill(self, draft: Draft, cells: Sequence[str]) -> None:
        draft.details = {name: cells[i][:500] for i, name in self.kept if i < len(cells) and cells[i]}
        draft.emails = self._emails(cells)
        draft.contact, draft.position = self._one(cells, "contact", 150), self._one(cells, "position", 150)
        draft.city, draft.region = self._one(cells, "city", 100), self._one(cells, "region", 100)
        draft.address, draft.website = self._one(cells, "address", 250), self._one(cells, "website", 200)
        draft.segment = self._one(cells, "segment", 60)
        draft.country = self._country(cells, draft)
        draft.tax_id = self._tax_id(cells, draft)
        draft.zone = zone_of(draft.phones, draft.country, draft.region, draft.city, self.default_zone)

    def _one(self, cells: Sequence[str], target: str, length: int) -> str:
        for place in self.places.get(target, ()):
            if place < len(cells):
                return cells[place][:length]
        return ""

    def _emails(self, cells: Sequence[str]) -> list[str]:
        text = " ".join(cells[i] for i in self.places.get("email", ()) if i < len(cells))
        return list(dict.fromkeys(found.lower() for found in _EMAIL.findall(text) if len(found) <= 200))[:5]

    def _country(self, cells: Sequence[str], draft: Draft) -> str:
        named = self._one(cells, "country", 60)
        if len(named) == 2 and named.isascii() and named.isalpha():
            return named.upper()
        if code := _COUNTRIES.get(named.lower()):
            return code
        if named:
            draft.details["Country"] = named
        return self.region if draft.phones[0].startswith(_code(self.region)) else ""

    def _tax_id(self, cells: Sequence[str], draft: Draft) -> str:
        """A wrong INN does not cost the lead: the company is called by phone. The number is kept as a detail only."""
        text = self._one(cells, "tax_id", 60)
        plain = "".join(letter for letter in text if letter.isalnum()).upper()
        if draft.country != "RU":
            # «n/a» or «12» in a hundred rows is not a hundred times the same company.
            return plain[:20] if sum(letter.isdigit() for letter in plain) >= 5 else ""
        if not plain:
            return ""
        # Spreadsheets drop the first zero of a region's code.
        padded = plain.zfill(10) if len(plain) == 9 else plain.zfill(12) if len(plain) == 11 else plain
        if padded.isdigit() and inn.is_valid(padded):
            return padded
        draft.details["Tax id"] = text
        draft.reason = TAX_ID_INVALID
        return ""


def _code(region: str) -> str:
    return f"+{phonenumbers.country_code_for_region(region)}"
