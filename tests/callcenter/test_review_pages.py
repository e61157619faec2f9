"""The pages of the quality control: what they show to whom, what they do, how many queries they cost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.actions import answer_review, ensure_default_script
from callcenter.models import PhoneCall, Review, Scorecard
from salesorg.people.models import Organisation, User
from tests.callcenter.reviewed import call_of, chosen, marks, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(org: Organisation) -> datetime:
    return timezone.now() - timedelta(minutes=5)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"callcenter:{name}", args=args)


def sent(given: dict[int, int], key: str = "k", **more: str) -> dict[str, str]:
    return {f"mark-{pk}": str(met) for pk, met in given.items()} | {"idempotency_key": key} | more


def test_who_sees_what(
    adam: User, sue: User, cara: User, cody: User, hal: User, root: User, now: datetime
) -> None:
    made, due = reviewed(adam, cara, now), chosen(adam, cara, now)
    floor = [url("reviews"), url("review", made.pk), url("review", due.pk), url("review_people")]
    floor += [
        url("review_person", cara.pk),
        url("reviews") + "?state=made",
        url("reviews") + "?state=answers",
        url("scorecards"),
    ]
    own = [url("review_calls"), url("scorecard_new"), url("review_change", made.pk)]
    own += [url("scorecard", Scorecard.objects.get().pk)]
    assert {browser(adam).get(one).status_code for one in floor + own} == {200}
    assert {browser(sue).get(one).status_code for one in floor} == {200}
    assert {browser(sue).get(one).status_code for one in own} == {403}
    mine = [url("my_reviews"), url("my_review", made.pk)]
    assert {browser(cara).get(one).status_code for one in mine} == {200}
    assert {browser(cara).get(one).status_code for one in floor + own} == {403}
    assert browser(cara).get(url("my_review", due.pk)).status_code == 404
    assert browser(cody).get(url("my_review", made.pk)).status_code == 404
    assert browser(adam).get(url("review_person", hal.pk)).status_code == 404
    for other in (hal, root):
        assert {browser(other).get(one).status_code for one in floor + own + mine} == {403}


def test_a_fresh_review_presets_nothing(adam: User, cara: User, now: datetime) -> None:
    """«In order» of an instant fail is the reviewer's word too: who leaves it out is asked."""
    due = chosen(adam, cara, now)
    page = browser(adam).get(url("review", due.pk))
    assert [row.met for row in page.context["rows"]] == [None] * len(marks())
    assert page.content.decode().count(" checked") == 0
    fails = [row.key for row in page.context["rows"] if row.instant_fail]
    without = {pk: met for pk, met in marks().items() if pk != fails[0]}
    refused = browser(adam).post(url("review", due.pk), sent(without))
    assert refused.status_code == 422
    assert "Mark every criterion." in refused.content.decode()
    due.refresh_from_db()
    assert due.reviewed_at is None
    assert not due.marks.exists()


def test_only_the_administrator_marks(adam: User, sue: User, cara: User, now: datetime) -> None:
    due = chosen(adam, cara, now)
    assert b"data-mark" in browser(adam).get(url("review", due.pk)).content
    assert b"data-mark" not in browser(sue).get(url("review", due.pk)).content
    answer = browser(sue).post(url("review", due.pk), sent(marks()))
    assert (answer.status_code, Review.objects.get().reviewed_at) == (403, None)


def test_saving_goes_to_the_next_one_and_at_the_end_to_the_list(
    adam: User, cara: User, now: datetime
) -> None:
    first, second = chosen(adam, cara, now), chosen(adam, cara, now + timedelta(minutes=1))
    client = browser(adam)
    page = client.get(url("review", first.pk))
    assert page.context["following"] == second
    answer = client.post(url("review", first.pk), sent(marks(1), "a", comment="Ask first"))
    assert answer.headers["Location"] == url("review", second.pk)
    again = client.post(url("review", first.pk), sent(marks(1), "a", comment="Ask first"))
    assert again.status_code == 302
    first.refresh_from_db()
    assert (first.score, first.comment) == (56, "Ask first")
    stay = client.post(url("review", second.pk), sent(marks(), "b", stay="1"))
    assert stay.headers["Location"] == url("review", second.pk)
    third = chosen(adam, cara, now)
    last = client.post(url("review", third.pk), sent(marks(), "c"))
    assert last.headers["Location"] == url("reviews")


def test_a_refusal_keeps_everything_typed(adam: User, cara: User, now: datetime) -> None:
    due = chosen(adam, cara, now)
    given = marks(1)
    missing = given.popitem()[0]
    answer = browser(adam).post(
        url("review", due.pk), sent(given, comment="Typed") | {"mark-x": "2", "mark-1": "7"}
    )
    assert answer.status_code == 422
    assert {row.key: row.met for row in answer.context["rows"] if row.key != missing} == given
    assert b"Typed" in answer.content
    assert "Mark every criterion." in answer.content.decode()
    assert Review.objects.get().reviewed_at is None
    late = reviewed(adam, cara, now)
    twice = browser(adam).post(url("review", late.pk), sent(marks(0)))
    assert (twice.status_code, "reviewed already" in twice.content.decode()) == (422, True)


def test_a_review_is_corrected_on_its_page(adam: User, cara: User, now: datetime) -> None:
    made = reviewed(adam, cara, now)
    client = browser(adam)
    assert url("review_change", made.pk) in client.get(url("review", made.pk)).content.decode()
    assert [row.met for row in client.get(url("review_change", made.pk)).context["rows"]] == [2] * 10
    given = dict.fromkeys(range(1, 11), 2) | {5: 0}
    answer = client.post(url("review_change", made.pk), sent(given, comment="Mine"))
    assert answer.headers["Location"] == url("review", made.pk)
    made.refresh_from_db()
    assert (made.score, made.comment) == (80, "Mine")
    answer_review(actor=cara, review=made, agrees=True, text="", at=now)
    refused = client.post(url("review_change", made.pk), sent(given, "k2"))
    assert (refused.status_code, "final" in refused.content.decode()) == (422, True)
    assert url("review_change", made.pk) not in client.get(url("review", made.pk)).content.decode()
    assert client.get(url("review_change", chosen(adam, cara, now).pk)).status_code == 404


def test_the_call_manager_looks_answers_once_and_the_administrator_reads(
    adam: User, cara: User, now: datetime
) -> None:
    made = reviewed(adam, cara, now)
    client, admin = browser(cara), browser(adam)
    assert "Ask first" in client.get(url("my_review", made.pk)).content.decode()
    made.refresh_from_db()
    seen = made.seen_at
    assert seen is not None
    client.get(url("my_review", made.pk))
    to = url("my_review_answer", made.pk)
    for data, text in (
        ({"text": "?"}, "Say whether you agree."),
        ({"agrees": "no", "text": " "}, "Say in words why you disagree."),
    ):
        refused = client.post(to, data | {"idempotency_key": "a"})
        assert (refused.status_code, text in refused.content.decode()) == (422, True)
    assert client.post(to, {"agrees": "no", "text": "I asked", "idempotency_key": "b"}).status_code == 302
    assert client.post(to, {"agrees": "no", "text": "I asked", "idempotency_key": "b"}).status_code == 302
    assert client.post(to, {"agrees": "yes", "text": "", "idempotency_key": "c"}).status_code == 422
    made.refresh_from_db()
    assert (made.agrees, made.answer, made.seen_at) == (False, "I asked", seen)
    queue = admin.get(url("reviews") + "?state=answers")
    assert [one for one, _ in queue.context["rows"]] == [made]
    assert "I asked" in admin.get(url("review", made.pk)).content.decode()
    assert admin.post(url("review_read", made.pk), {"idempotency_key": "d"}).headers["Location"] == url(
        "reviews"
    )
    assert not admin.get(url("reviews") + "?state=answers").context["rows"]
    assert (
        admin.post(url("review_read", reviewed(adam, cara, now).pk), {"idempotency_key": "e"}).status_code
        == 422
    )


def test_the_queue_is_filtered(adam: User, cara: User, cody: User, now: datetime) -> None:
    mine, other = chosen(adam, cara, now), chosen(adam, cody, now)
    Review.objects.filter(pk=other.pk).update(picked="sample")
    client = browser(adam)

    def found(query: str) -> set[Review]:
        return {one for one, _ in client.get(f"{url('reviews')}?{query}").context["rows"]}

    assert found("") == found("state=nonsense") == found("manager=zzz") == {mine, other}
    assert found(f"manager={cody.pk}") == found("picked=sample") == {other}
    assert found("state=made") == set()


def test_any_call_is_chosen_by_hand(adam: User, cara: User, cody: User, now: datetime) -> None:
    mine, other = call_of(cara, now), call_of(cody, now - timedelta(days=3), code="no_answer")
    call_of(cara, now - timedelta(days=40))
    client = browser(adam)

    def found(query: str) -> set[int]:
        return {row[0].pk for row in client.get(f"{url('review_calls')}?{query}").context["rows"]}

    assert found("") == {mine.pk, other.pk}
    assert found(f"manager={cody.pk}") == found("disposition=no_answer") == {other.pk}
    assert found(f"day={mine.at.astimezone(Organisation.objects.get().zone):%Y-%m-%d}") == {mine.pk}
    assert found("day=nonsense&disposition=zzz") == {mine.pk, other.pk}
    to = url("review_choose", mine.pk)
    answer = client.post(to, {"idempotency_key": "a"})
    review = Review.objects.get()
    assert answer.headers["Location"] == url("review", review.pk)
    client.post(to, {"idempotency_key": "b"})
    assert Review.objects.count() == 1
    assert "in the queue" in client.get(url("review_calls")).content.decode()
    assert client.post(url("review_choose", 999_999), {}).status_code == 404
    assert to in client.get(url("lead", mine.lead_id)).content.decode()


def test_the_lead_s_page_offers_no_review_to_who_may_not(
    adam: User, sue: User, cara: User, now: datetime
) -> None:
    call = call_of(cara, now)
    assert url("review_choose", call.pk) not in browser(sue).get(url("lead", call.lead_id)).content.decode()


@pytest.mark.parametrize(
    ("address", "shown", "hidden"),
    [
        ("https://pbx.example.com/1.mp3", '<audio class="review-audio"', "noreferrer"),
        (
            "https://testserver/1.mp3",
            "noreferrer",
            "<audio",
        ),  # our own, but over another scheme than the page
        ("http://testserver/1.mp3", '<audio class="review-audio"', "noreferrer"),
        ("https://elsewhere.example/1.mp3", 'rel="noreferrer noopener"', "<audio"),
        ("http://elsewhere.example/1.mp3", "not safe to open", "elsewhere.example"),
    ],
)
def test_a_recording_is_played_only_from_known_places(
    settings: Any, adam: User, cara: User, now: datetime, address: str, shown: str, hidden: str
) -> None:
    settings.TELEPHONY_RECORDING_ORIGINS = ["https://pbx.example.com"]
    due = chosen(adam, cara, now)
    PhoneCall.objects.create(
        call_id="1",
        direction="outbound",
        claim=due.call.claim,
        started_at=now,
        duration=95,
        recording_url=address,
    )
    page = browser(adam).get(url("review", due.pk)).content.decode()
    assert shown in page
    assert hidden not in page
    assert "1:35" in page


def test_the_policy_lets_recordings_in_from_ourselves(adam: User, now: datetime) -> None:
    policy = browser(adam).get(url("reviews")).headers["Content-Security-Policy"]
    assert "media-src 'self'" in policy


def test_the_way_through_the_script_is_read_in_words(adam: User, cara: User, now: datetime) -> None:
    version = ensure_default_script(at=now).versions.get()
    said = [
        {"step": "hello", "answer": 2},
        {"step": "gatekeeper", "answer": "none"},
        {"step": "gone", "answer": 0},
        "x",
    ]
    due = chosen(adam, cara, now, script_version=version, answers=said, note="<b>Busy</b>")
    page = browser(adam).get(url("review", due.pk))
    assert page.context["path"] == [("Opening", "What is it about?"), ("The secretary", "No suitable answer")]
    assert "&lt;b&gt;Busy&lt;/b&gt;" in page.content.decode()


def test_a_scorecard_is_edited_row_by_row(adam: User, now: datetime) -> None:
    client = browser(adam)
    client.get(url("scorecards"))
    card = Scorecard.objects.get()
    to = url("scorecard", card.pk)
    form = {"name": "Mine", "text": ["a", "b"], "weight": ["1", "2"], "fails": ["1"]}
    moved = client.post(to, form | {"up": "1"})
    assert [(row.text, row.instant_fail) for row in moved.context["rows"]] == [("b", True), ("a", False)]
    assert b'name="name"' in moved.content
    live = client.post(to, form | {"add": "1"}, headers={"HX-Request": "true"})
    assert (len(live.context["rows"]), b'name="name"' in live.content) == (3, False)
    assert card.criteria.count() == 10, "nothing is saved before it is saved"
    refused = client.post(to, form | {"weight": ["1", "200"], "idempotency_key": "a"})
    assert (refused.status_code, b'value="200"' in refused.content) == (422, True)
    assert client.post(to, form | {"idempotency_key": "b"}).status_code == 302
    assert list(card.criteria.values_list("text", "weight", "instant_fail")) == [
        ("a", 1, False),
        ("b", 2, True),
    ]
    new = client.post(url("scorecard_new"), form | {"name": "Other", "idempotency_key": "c"})
    other = Scorecard.objects.get(name="Other")
    assert (new.status_code, other.is_active) == (302, False)
    assert client.post(url("scorecard_remove", card.pk), {"idempotency_key": "d"}).status_code == 422
    client.post(url("scorecard_use", other.pk), {"idempotency_key": "e"})
    assert client.post(url("scorecard_remove", card.pk), {"idempotency_key": "f"}).status_code == 302
    assert list(Scorecard.objects.values_list("name", "is_active")) == [("Other", True)]


def test_every_page_costs_the_same_few_queries(adam: User, cara: User, cody: User, now: datetime) -> None:
    first, made = chosen(adam, cara, now), reviewed(adam, cara, now)
    chosen(adam, cara, now + timedelta(minutes=1))
    answer_review(actor=cara, review=made, agrees=True, text="", at=now)
    pages = {
        "reviews": url("reviews"), "made": url("reviews") + "?state=made", "answers": url("reviews") + "?state=answers",
        "due": url("review", first.pk), "review": url("review", made.pk), "change": url("review_change", made.pk),
        "people": url("review_people"), "person": url("review_person", cara.pk), "calls": url("review_calls"),
        "scorecards": url("scorecards"),
    }  # fmt: skip
    own = {"mine": url("my_reviews"), "my review": url("my_review", made.pk)}

    def costs() -> dict[str, int]:
        found = {}
        for client, addresses in ((browser(adam), pages), (browser(cara), own)):
            for name, address in addresses.items():
                client.get(address)
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(address).status_code == 200
                found[name] = len(asked)
        return found

    few = costs()
    for _ in range(4):
        reviewed(adam, cody, now)
        reviewed(adam, cara, now)
        chosen(adam, cara, now + timedelta(minutes=1))
    assert costs() == few
    assert few == {
        "reviews": 7, "made": 7, "answers": 7, "due": 8, "review": 6, "change": 7, "people": 7, "person": 10, "calls": 8,
        "scorecards": 5, "mine": 9, "my review": 6,
    }  # fmt: skip
