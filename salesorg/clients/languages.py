"""In which language a client is written to."""

from salesorg.clients.models import Company
from salesorg.people.models import Organisation

RUSSIAN_IS_READ_IN = {"RU", "BY", "KZ", "KG"}


def language_for(company: Company, own: Organisation, written: tuple[str, ...] = ("en", "ru")) -> str:
    """The client's own language where it is known and we write it; else ours at home, Russian where it is read, English."""
    if company.language in written:
        return company.language
    if company.country in ("", own.country):
        return own.language
    return "ru" if company.country in RUSSIAN_IS_READ_IN else "en"
