"""What was exported, in words: an export keeps names of tables and ids only."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from callcenter.funnel import call_list_names, script_names
from callcenter.labels import disposition_label
from callcenter.models import Disposition
from callcenter.report_queries import version_names
from callcenter.report_words import EXPORTS
from salesorg.people.queries import names_of

Filters = dict[str, Any]
LOOK_UPS = {
    "person": names_of,
    "call_list": call_list_names,
    "script": script_names,
    "version": version_names,
}


def what_was_exported(what: str) -> str:
    """Return the name of a table; one that is not ours shows its code."""
    name = EXPORTS.get(what)
    return what if name is None else str(name)


def filter_names(found: Iterable[Filters]) -> dict[tuple[str, Any], str]:
    """Return the words of every filter of these exports, by (filter, value). A query per kind of filter that occurs."""
    found = list(found)

    def ids(name: str) -> set[int]:
        return {filters[name] for filters in found if isinstance(filters.get(name), int)}

    names: dict[tuple[str, Any], str] = {}
    for name, look_up in LOOK_UPS.items():
        if wanted := ids(name):
            names |= {(name, pk): label for pk, label in look_up(wanted).items()}
    if wanted := ids("disposition"):
        codes = Disposition.objects.filter(pk__in=wanted).values_list("pk", "code")
        names |= {("disposition", pk): disposition_label(code) for pk, code in codes}
    names |= {("hour", hour): _("Hour: %(hour)s") % {"hour": f"{hour:02d}:00"} for hour in ids("hour")}
    return names | {("reached", True): _("Reached"), ("reached", False): _("Not reached")}
