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


class InTurn:
    """Two lists with no row in common read as one: `then` is asked only for what `first` does not fill.

    `whole` counts them together.
    """

    def __init__(self, first: "QuerySet[Any]", then: "QuerySet[Any]", whole: "QuerySet[Any]") -> None:
        self.first, self.then, self.whole = first, then, whole

    def __len__(self) -> int:
        return capped_count(self.whole)

    def __getitem__(self, part: slice) -> list[Any]:
        begin, end = part.start or 0, part.stop
        rows = list(self.first[begin:end])
        if begin + len(rows) == end:
            return rows
        passed = begin + len(rows) if rows or not begin else self.first.count()
        return rows + list(self.then[begin + len(rows) - passed : end - passed])


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts to 10,001 at most; a total that is `known` already is handed in."""

    def __init__(
        self, rows: "QuerySet[Any] | list[Any] | InTurn", per_page: int = 50, known: int | None = None
    ) -> None:
        super().__init__(rows, per_page)  # type: ignore[arg-type]  # an InTurn is counted and sliced, like them
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
