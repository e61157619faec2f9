"""The norms of product.md 6, word by word."""

from datetime import date

import pytest

from salesorg.dashboards.staffing import Level, Staff, active_sales, call_centre, client_department


def here(employed: int, present: int | None = None) -> Staff:
    return Staff(employed, employed if present is None else present)


@pytest.mark.parametrize(
    ("managers", "admins", "level"),
    [
        (here(3), here(1), "green"),
        (here(5, 4), here(1), "green"),
        (here(3, 2), here(1), "amber"),
        (here(3), here(1, 0), "amber"),
        (here(2), here(1), "red"),
        (here(9), here(0), "red"),
    ],
)
def test_the_call_centre(managers: Staff, admins: Staff, level: Level) -> None:
    assert call_centre(managers, admins, wanted=3).level == level


@pytest.mark.parametrize(
    ("hunters", "heads", "level"),
    [
        (here(5), here(1), "green"),
        (here(7, 5), here(1), "green"),
        (here(5, 4), here(1), "amber"),
        (here(5), here(0), "amber"),
        (here(4), here(1), "red"),
    ],
)
def test_active_sales(hunters: Staff, heads: Staff, level: Level) -> None:
    assert active_sales(hunters, heads, wanted=5).level == level


def test_the_client_department() -> None:
    assert client_department(here(4), hire=0, by=None, overloaded=0).level == "green"
    assert client_department(here(4), hire=0, by=None, overloaded=1).level == "amber"
    grow = client_department(here(4), hire=2, by=date(2026, 12, 1), overloaded=1)
    assert (grow.level, grow.wanted) == ("red", 6)
    assert "2 people" in str(grow.reason)
    assert "2026" in str(grow.reason)


def test_the_reason_counts() -> None:
    assert str(call_centre(here(2), here(1), wanted=3).reason) == "2 of 3 call managers: the red zone."
