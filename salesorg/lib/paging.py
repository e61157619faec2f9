"""Pages of fifty rows whose total is counted no further than anybody reads."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from salesorg.lib.api import COUNT_CAP, capped_count


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts to 10,001 at most; a total that is known already is handed in."""

    known: int | None = None

    @cached_property
    def count(self) -> int:
        return self.known if self.known is not None else capped_count(self.object_list)  # type: ignore[arg-type]


def page_of(
    request: HttpRequest, rows: "QuerySet[Any] | list[Any]", size: int = 50, total: int | None = None
) -> Page[Any]:
    """Return the page of `rows` that `?page=` asks for (nonsense gives the first), ready for `{% pagination %}`."""
    paginator = CappedPaginator(rows, size)
    paginator.known = total
    page = paginator.get_page(request.GET.get("page"))
    page.capped = paginator.count >= COUNT_CAP  # type: ignore[attr-defined]
    return page
