"""Reviews over the API (contract.md, `reviews/`)."""

from datetime import datetime, timedelta

import pytest
from rest_framework.test import APIClient

from callcenter.models import Review, Scorecard
from salesorg.people.models import User
from tests.callcenter.reviewed import call_of, chosen, marks, reviewed

pytestmark = pytest.mark.django_db
API = "/api/v1/callcenter/reviews/"


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def given(met: int = 2, **others: int) -> list[dict[str, int]]:
    return [{"criterion": pk, "met": value} for pk, value in marks(met, **others).items()]


def test_from_the_call_to_the_answer(adam: User, cara: User, sue: User, at: datetime) -> None:
    call, admin, caller = call_of(cara, at, note="Wants a call"), api(adam), api(cara)
    made = admin.post(API, {"call": call.pk}, format="json", HTTP_IDEMPOTENCY_KEY="a")
    assert made.status_code == 201
    one = made.json()
    assert (
        one | {"call": call.pk, "picked": "chosen", "score": None, "note": "Wants a call", "marks": []} == one
    )
    assert one["manager"] == {"id": cara.pk, "username": "cara", "name": "Cara"}
    assert [row["weight"] for row in one["criteria"]] == [10, 10, 15, 15, 20, 10, 8, 4, 4, 4]
    assert caller.get(f"{API}{one['id']}/").status_code == 404
    saved = admin.post(
        f"{API}{one['id']}/save/",
        {"marks": [{"criterion": row["id"], "met": 2} for row in one["criteria"]], "comment": "Good"},
        format="json",
    )
    assert (saved.status_code, saved.json()["score"], saved.json()["criteria"]) == (200, 100, [])
    changed = admin.post(
        f"{API}{one['id']}/change/",
        {
            "marks": [
                {"position": mark["position"], "met": 2 if mark["position"] > 1 else 1}
                for mark in saved.json()["marks"]
            ]
        },
        format="json",
    )
    assert (changed.json()["score"], changed.json()["comment"]) == (95, "")
    assert api(sue).get(f"{API}{one['id']}/").json()["seen_at"] is None
    assert caller.get(f"{API}{one['id']}/").json()["seen_at"] is not None
    answered = caller.post(f"{API}{one['id']}/answer/", {"agrees": False, "text": "No"}, format="json")
    assert (answered.json()["agrees"], answered.json()["answer"]) == (False, "No")
    read = admin.post(f"{API}{one['id']}/read/")
    assert read.json()["answer_read_at"] is not None


def test_refusals_are_409_and_bad_input_400(
    adam: User, cara: User, cody: User, sue: User, at: datetime
) -> None:
    due, made = chosen(adam, cara, at), reviewed(adam, cara, at)
    admin, caller = api(adam), api(cara)

    def code(client: APIClient, path: str, body: object) -> tuple[int, object]:
        answer = client.post(f"{API}{path}", body, format="json")
        return answer.status_code, answer.json().get("code")

    assert code(admin, f"{due.pk}/save/", {"marks": given()[1:]}) == (409, "marks_missing")
    assert code(admin, f"{due.pk}/save/", {"marks": [*given(), given()[0]]}) == (409, "marks_missing")
    assert code(admin, f"{due.pk}/save/", {"marks": [*given(), {"criterion": 999999, "met": 1}]}) == (
        409,
        "scorecard_changed",
    )
    assert code(admin, f"{due.pk}/save/", {"marks": given(p8=1)}) == (409, "marks_missing")
    assert code(admin, f"{made.pk}/save/", {"marks": given()}) == (409, "already_reviewed")
    assert code(admin, f"{due.pk}/change/", {"marks": [{"position": 1, "met": 1}]}) == (409, "not_reviewed")
    assert code(admin, f"{made.pk}/read/", {}) == (409, "no_answer_yet")
    assert code(caller, f"{made.pk}/answer/", {"agrees": False}) == (409, "answer_text_missing")
    for body in ({}, {"marks": []}, {"marks": [{"criterion": 1, "met": 3}]}, {"marks": given(), "score": 100},
                 {"marks": "x"}, {"marks": [{"criterion": 10**30, "met": 1}]}):  # fmt: skip
        assert code(admin, f"{due.pk}/save/", body)[0] == 400
    assert admin.post(API, {"call": 999_999}, format="json").status_code == 404
    assert admin.post(API, {"call": due.call_id, "picked": "sample"}, format="json").status_code == 400
    assert code(api(cody), f"{made.pk}/answer/", {"agrees": True})[0] == 404
    for other in (cara, sue):
        assert api(other).post(API, {"call": due.call_id}, format="json").status_code == 403
        assert api(other).post(f"{API}{due.pk}/save/", {"marks": given()}, format="json").status_code == 403
    assert code(adam_again := admin, f"{made.pk}/answer/", {"agrees": True})[0] == 403
    assert adam_again.get(f"{API}{due.pk}/").json()["reviewed_at"] is None


def test_the_list_is_filtered_and_nobody_sees_another_s(
    adam: User, cara: User, cody: User, sue: User, at: datetime
) -> None:
    due, made = chosen(adam, cara, at), reviewed(adam, cara, at + timedelta(hours=1))
    other = reviewed(adam, cody, at + timedelta(days=1))
    Review.objects.filter(pk=other.pk).update(picked="booked")

    def found(client: APIClient, query: str = "") -> list[int]:
        return [row["id"] for row in client.get(f"{API}?{query}").json()["results"]]

    admin = api(adam)
    assert found(admin) == found(api(sue)) == [due.pk, other.pk, made.pk]
    assert found(api(cara)) == [made.pk]
    assert found(api(cara), f"manager={cody.pk}") == []
    assert found(admin, "state=due") == [due.pk]
    assert found(admin, "state=reviewed") == [other.pk, made.pk]
    assert found(admin, "state=unread") == []
    assert found(admin, "picked=booked") == found(admin, f"manager={cody.pk}") == [other.pk]
    assert found(admin, "since=2026-11-17T00:00:00Z") == [other.pk]
    assert found(admin, "until=2026-11-17T00:00:00Z") == [made.pk]
    assert admin.get(f"{API}?state=zzz").status_code == 400
    assert admin.get(f"{API}?manager=zzz").status_code == 400


def test_the_list_costs_the_same_whatever_its_length(
    adam: User, cara: User, at: datetime, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    reviewed(adam, cara, at)
    client = api(adam)
    with django_assert_num_queries(2):
        client.get(API)
    for _ in range(3):
        reviewed(adam, cara, at)
    with django_assert_num_queries(2):
        client.get(API)


def test_scorecards_and_trends_are_read(adam: User, cara: User, sue: User, at: datetime) -> None:
    reviewed(adam, cara, at)
    for who in (adam, sue):
        cards = api(who).get("/api/v1/callcenter/scorecards/").json()["results"]
        assert [(card["id"], card["is_active"], len(card["criteria"])) for card in cards] == [
            (Scorecard.objects.get().pk, True, 10)
        ]
        trend = api(who).get(f"{API}people/").json()
        assert [(row["person"]["username"], len(row["weeks"])) for row in trend] == [("cara", 12)]
    assert api(cara).get(f"{API}people/").status_code == 403
    assert api(cara).get("/api/v1/callcenter/scorecards/").status_code == 403
