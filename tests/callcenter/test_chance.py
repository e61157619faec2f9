"""The verdict on two versions stays honest for who looks every day: by simulation, and against a test that is looked at once."""

from collections.abc import Callable, Iterator
from math import erfc, sqrt
from random import Random

import pytest

from callcenter.chance import LEVEL, verdict

Shares = tuple[int, int]
TESTS, DAYS, A_DAY = 200, 60, 40


def days_of(dice: Random, first: float, second: float, share: float) -> Iterator[tuple[Shares, Shares]]:
    """The figures of a test at the end of each of its days: 40 companies reached a day, booking with these chances."""
    booked, reached = [0, 0], [0, 0]
    for _day in range(DAYS):
        for _company in range(A_DAY):
            which = int(dice.random() < share)
            reached[which] += 1
            booked[which] += dice.random() < (second if which else first)
        yield (booked[0], reached[0]), (booked[1], reached[1])


def told(says: Callable[[Shares, Shares], bool], *chances: float) -> float:
    """In how large a share of tests somebody who looks every evening is once told that the versions differ."""
    dice = Random(7)
    return sum(any(says(*day) for day in days_of(dice, *chances)) for _ in range(TESTS)) / TESTS


def sequential(first: Shares, second: Shares) -> bool:
    return verdict(first, second).kind in ("first", "second")


def looked_at_once(first: Shares, second: Shares) -> bool:
    """The ordinary two-proportion z-test, which is right for who looks only at the end."""
    (x1, n1), (x2, n2) = first, second
    pooled = (x1 + x2) / (n1 + n2)
    if min(n1, n2) < 30 or not 0 < pooled < 1:
        return False
    z = (x1 / n1 - x2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return erfc(abs(z) / sqrt(2)) < LEVEL


@pytest.mark.parametrize(("chance", "share"), [(0.04, 0.5), (0.15, 0.5), (0.15, 0.15), (0.5, 0.5)])
def test_who_looks_every_day_is_misled_in_at_most_one_of_twenty_tests(chance: float, share: float) -> None:
    assert told(sequential, chance, chance, share) <= LEVEL


def test_the_ordinary_test_misleads_who_looks_every_day() -> None:
    """What the rule is there for, and that the simulation would show it."""
    assert told(looked_at_once, 0.15, 0.15, 0.5) > 3 * LEVEL


def test_a_real_difference_is_found() -> None:
    assert told(sequential, 0.12, 0.22, 0.5) > 0.95


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ((0, 0), (0, 0), "too_few"),
        ((15, 29), (3, 400), "too_few"),
        ((0, 100), (1, 100), "too_few"),
        ((100, 100), (100, 100), "too_few"),
        ((20, 100), (22, 100), "chance"),
        ((60, 300), (84, 300), "chance"),
        ((60, 300), (108, 300), "second"),
        ((108, 300), (60, 300), "first"),
    ],
)
def test_the_verdict(first: Shares, second: Shares, kind: str) -> None:
    found = verdict(first, second)
    assert (found.kind, found.n_first, found.n_second) == (kind, first[1], second[1])
    assert found.text
    assert (found.p is None) == (kind == "too_few")
    if kind in ("first", "second"):
        assert looked_at_once(first, second)


def test_too_early_says_how_many_there_must_be() -> None:
    found = verdict((4, 40), (6, 60))
    assert (found.kind, found.needed) == ("too_few", 100)
    assert found.text == "Too early: 40 of 100 companies reached with each version."
    assert verdict((10, 100), (10, 100)).kind == "chance"


def test_undecided_says_how_many_more_would_prove_it() -> None:
    """As many more with the same shares do prove it, and one fewer does not."""
    found = verdict((60, 300), (84, 300))
    assert found.needed is not None
    assert f"about {found.needed - 300} more companies" in found.text
    grown = [round(booked * found.needed / 300) for booked in (60, 84)]
    assert verdict((grown[0], found.needed), (grown[1], found.needed)).p == pytest.approx(LEVEL, rel=0.15)


def test_two_that_are_equal_are_called_so() -> None:
    found = verdict((600, 3000), (600, 3000))
    assert (found.kind, found.needed) == ("chance", None)
    assert "does not matter" in found.text


def test_a_booking_without_being_reached_breaks_no_verdict() -> None:
    assert verdict((50, 40), (0, 100)).n_first == 50
