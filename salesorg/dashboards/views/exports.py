"""Who took which table out as a file: for the administrator of people and the head of sales."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from callcenter.export_words import filter_names, what_was_exported
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Export, Role
from salesorg.people.queries import exports as all_exports

BANK = {"bank_lines": gettext_lazy("All lines of the bank")}


@require_safe
@for_roles(Role.ADMIN, Role.SALES_HEAD)
def exports(request: HttpRequest) -> HttpResponse:
    """Newest first, fifty a page."""
    page = page_of(request, all_exports())
    return render(request, "dashboards/exports.html", {"page": page, "rows": _rows(page.object_list)})


def _rows(found: Iterable[Export]) -> list[dict[str, Any]]:
    shown = list(found)
    names = filter_names([one.filters for one in shown])
    return [
        {"export": one, "what": BANK.get(one.what) or what_was_exported(one.what), "filters": _in_words(one.filters, names),
         "first": one.filters.get("from", ""), "last": one.filters.get("to", "")}
        for one in shown
    ]  # fmt: skip


def _in_words(filters: dict[str, Any], names: dict[tuple[str, Any], str]) -> str:
    named = {name: value for name, value in filters.items() if name not in ("from", "to")}
    words = [names.get((name, value), f"{name}: {value}") for name, value in named.items()]
    return ", ".join(words) or _("no other filter")
