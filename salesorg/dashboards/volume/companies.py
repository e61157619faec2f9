"""Companies with one phone each: names in which a search finds something, numbers that are valid and unique."""

from collections.abc import Sequence

from salesorg.dashboards.volume.ground import PLACES
from salesorg.lib.copying import copy_rows
from salesorg.lib.names import name_key, search_key, site_domain
from salesorg.lib.phones import keyed_hash

FIRST = ("North", "Silver", "Atlas", "Pioneer", "Harbor", "Granite", "Cedar", "Summit", "Union", "Crystal", "Liberty",
         "Эталон", "Рассвет", "Вектор", "Прогресс", "Sterling", "Maple", "Orion", "Delta")  # fmt: skip
SECOND = ("Medical", "Steel", "Foods", "Logistics", "Textile", "Energy", "Optics", "Paper", "Marine", "Electric", "Dental",
          "Сервис", "Строй", "Packaging", "Ceramics", "Tools", "Glass")  # fmt: skip
THIRD = ("Center", "Works", "Group", "Supply", "Partners", "Systems", "Trading", "Holding", "Plant", "Labs", "Завод",
         "Company", "Brothers")  # fmt: skip
SEGMENTS = ("Health", "Industry", "Retail", "Food")


def name_of(n: int) -> str:
    """Return the name of company `n`: three words that repeat, and its number."""
    return f"{FIRST[n % 19]} {SECOND[n // 19 % 17]} {THIRD[n // 323 % 13]} {n}"


def phone_of(n: int) -> str:
    """Return the number of company `n`; 64 million of them differ."""
    return f"+1{PLACES[n % 8][3]}{2_000_000 + n // 8:07d}"


def zone_of(n: int) -> str:
    """Return the zone of company `n`, which its area code tells too."""
    return PLACES[n % 8][0]


def website_of(n: int) -> str:
    """Return the site of company `n`: two of three have one, and one of two hundred shares it with the company before."""
    own = n - 1 if is_twin(n) else n
    return (
        f"https://www.{FIRST[own % 11].lower()}-{own}.example/"
        if n % 3 or is_twin(n) or is_twin(n + 1)
        else ""
    )


def is_twin(n: int) -> bool:
    """Whether company `n` may be the one before it: the same site."""
    return n % 200 == 2


def copy_companies(ids: Sequence[int], *, status: str, created: str) -> None:
    """Load the companies of `ids` with a phone each; `created` is their timestamp."""
    copy_rows(
        "clients.Company",
        ["id", "name", "search_key", "name_key", "website", "site_domain", "segment", "region", "city", "time_zone"],
        ((n, name_of(n), search_key(name_of(n)), name_key(name_of(n)), website_of(n), site_domain(website_of(n)),
          SEGMENTS[n % 4], PLACES[n % 8][1], PLACES[n % 8][2], zone_of(n)) for n in ids),
        status=status, country="US", created_at=created,
    )  # fmt: skip
    copy_rows(
        "clients.ContactPoint", ["company_id", "value", "value_hash"],
        ((n, phone_of(n), keyed_hash(phone_of(n))) for n in ids), kind="phone", is_wrong=False,
    )  # fmt: skip
