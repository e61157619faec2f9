import pytest

from salesorg.lib.refusals import KeyReused
from salesorg.people.actions import answer_once
from salesorg.people.models import IdempotencyKey, User

pytestmark = pytest.mark.django_db


def test_a_replay_gets_the_first_answer_and_has_no_effect(cara: User) -> None:
    calls: list[int] = []

    def effect() -> dict[str, int]:
        calls.append(1)
        return {"id": 7}

    first = answer_once(actor=cara, key="k", action="x", request={"a": 1}, effect=effect)
    again = answer_once(actor=cara, key="k", action="x", request={"a": 1}, effect=effect)
    assert (first, again, calls) == (({"id": 7}, False), ({"id": 7}, True), [1])


def test_the_same_key_with_another_request_is_refused(cara: User) -> None:
    answer_once(actor=cara, key="k", action="x", request={"a": 1}, effect=lambda: 1)
    with pytest.raises(KeyReused):
        answer_once(actor=cara, key="k", action="x", request={"a": 2}, effect=lambda: 2)


def test_a_refused_effect_leaves_no_key(cara: User) -> None:
    def effect() -> None:
        raise KeyReused

    with pytest.raises(KeyReused):
        answer_once(actor=cara, key="k", action="x", request={}, effect=effect)
    assert not IdempotencyKey.objects.exists()
