"""A small `./run bench chaos`: a salesorg of its own, whose processes are killed while hunters win their deals."""

import pytest

from benchmarks._chaos_instance import instance
from benchmarks.chaos import run

pytestmark = pytest.mark.slow


def test_first_sales_survive_kills() -> None:
    with instance() as made:
        found, killed, _answers = run(made, seed=7, sales=24, pace=0.5, kills=4)
    assert killed.total() >= 2
    assert {sentence: count for sentence, count in found.items() if count} == {}
