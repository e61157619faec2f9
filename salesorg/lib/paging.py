"""Pages of fifty rows whose total is counted no further than anybody reads: counting a million costs."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from salesorg.lib.api import COUNT_CAP, capped_count


class CappedPage(Page):  # type: ignore[type-arg]
    """A page for `{% pagination page %}`: `total` and, when that is only a lower bound, `capped`."""

    @property
    def capped(self) -> bool:
        return self.paginator.count >= COUNT_CAP

    @property
    def total(self) -> int:
        return min(self.paginator.count, COUNT_CAP - 1)


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts to 10,001 at most; a total that is `known` already is handed in."""

    def __init__(
        self, rows: "QuerySet[Any] | list[Any]", per_page: int = 50, known: int | None = None
    ) -> None:
        super().__init__(rows, per_page)
        self.known = known

    @cached_property
    def count(self) -> int:
        return self.known if self.known is not None else capped_count(self.object_list)

    def _get_page(self, *args: Any, **kwargs: Any) -> CappedPage:
        return CappedPage(*args, **kwargs)


def page_of(
    request: HttpRequest, rows: "QuerySet[Any] | list[Any]", size: int = 50, total: int | None = None
) -> "Page[Any]":
    """Return the page of `rows` that `?page=` asks for (nonsense gives the first), ready for `{% pagination %}`."""
    return CappedPaginator(rows, size, known=total).get_page(request.GET.get("page"))
