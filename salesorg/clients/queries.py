"""Reads about companies that every stage needs."""

from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet

from salesorg.clients.models import Activity, Company, ContactPoint, DoNotCall, Ownership
from salesorg.lib.names import search_key
from salesorg.lib.paging import InTurn
from salesorg.lib.phones import keyed_hash, normalise_phone
from salesorg.people.models import User


def companies_visible_to(person: User) -> QuerySet[Company]:
    """Return the companies this person may see; the door for every list, detail, count and search."""
    return Company.objects.visible_to(person)


def find_companies(person: User, *, search: str = "", status: str = "", city: str = "") -> QuerySet[Company]:
    """Return visible companies by name, each with `holder` (current ownerships: none or one) and its contact points.

    `search`: words or parts of words of the name, ё as е; `city`: exact, any case. Merged ones are part of another.
    """
    found = Company.objects.visible_to(person).filter(merged_into__isnull=True)
    if search.strip():
        found = found.named_like(search)
    return _listed(found, status, city)


def search_companies(
    person: User, *, search: str = "", status: str = "", city: str = ""
) -> QuerySet[Company] | InTurn:
    """Return the same companies for a page of them, those first whose name begins with `search`, each part by name.

    Names that begin with a word stand together in the order of names: an index gives their first page at once, where
    the first of all names with that word may come after a million others.
    """
    found = find_companies(person, search=search, status=status, city=city)
    if not (begin := search_key(search)):
        return found
    beginning = _listed(Company.objects.visible_to(person).filter(search_key__startswith=begin), status, city)
    return InTurn(beginning, found.exclude(search_key__startswith=begin), found)


def _listed(found: QuerySet[Company], status: str, city: str) -> QuerySet[Company]:
    if status:
        found = found.filter(status=status)
    if city.strip():
        found = found.filter(city__iexact=city.strip())
    now = Ownership.objects.current().select_related("owner")
    return found.prefetch_related(Prefetch("ownerships", now, to_attr="holder"), "contact_points").order_by(
        "search_key", "id"
    )


def owners_of(company: Company) -> QuerySet[Ownership]:
    """Return the periods of responsibility for a company, first to last."""
    return company.ownerships.select_related("owner").order_by("started_at", "id")


def company_by_phone(text: str, region: str) -> Company | None:
    """Return the company that has exactly this number, in any spelling, or None."""
    phone = normalise_phone(text, region)
    if phone is None:
        return None
    point = (
        ContactPoint.objects.filter(kind="phone", value_hash=keyed_hash(phone))
        .select_related("company")
        .first()
    )
    return point.company if point else None


def on_do_not_call(phones: Iterable[str]) -> set[str]:
    """Return those of the E.164 numbers that must not be called."""
    wanted = {keyed_hash(phone): phone for phone in phones}
    listed = DoNotCall.objects.filter(phone_hash__in=wanted).values_list("phone_hash", flat=True)
    return {wanted[hashed] for hashed in listed}


def current_owner(company: Company) -> Ownership | None:
    """Return the present period of responsibility, or None (then the company is the call centre's)."""
    return Ownership.objects.current().filter(company=company).select_related("owner").first()


def timeline(company: Company) -> QuerySet[Activity]:
    """Return all that happened with the company and with those merged into it, newest first."""
    both = Company.objects.filter(Q(pk=company.pk) | Q(merged_into=company)).order_by().values("pk")
    return Activity.objects.filter(company__in=both).select_related("actor")


def holdings_of(person: User) -> dict[str, int]:
    """Return how many companies are in this person's hands now: `prospects` as a hunter, `clients` as a farmer."""
    mine = Ownership.objects.current().filter(owner=person)
    return mine.aggregate(
        prospects=Count("pk", filter=Q(stage="hunting")), clients=Count("pk", filter=Q(stage="farming"))
    )


def department_log(verbs: Iterable[str]) -> QuerySet[Activity]:
    """Return what was done with no company (people hired and moved, settings changed), newest first."""
    found = Activity.objects.filter(company__isnull=True, verb__in=list(verbs))
    return found.select_related("actor").order_by("-at", "-id")
