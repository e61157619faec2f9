from collections.abc import Iterator

import pytest

from callcenter.queue_bound import forget


@pytest.fixture(autouse=True)
def _no_bound_from_another_test() -> Iterator[None]:
    forget()
    yield
    forget()
