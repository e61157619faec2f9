"""Companies that may be one: found after an import, decided by people, merged and un-merged exactly."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from callcenter.actions import (
    forbid_calls,
    keep_apart,
    log_call,
    merge_companies,
    reopen_duplicate,
    revert_import,
    take_next_lead,
)
from callcenter.actions.merge_companies import NotOfThePair
from callcenter.duplicate_queries import possible_duplicates
from callcenter.lead_search import LeadsAsked, find_leads
from callcenter.list_queries import calls_of
from callcenter.merging import CannotBeAbsorbed, DuplicateDecided, MergeStays
from callcenter.models import CallList, Lead, PossibleDuplicate
from callcenter.queries import calls_of_company
from salesorg.clients.actions import change_owner
from salesorg.clients.models import Activity, Company, ContactPerson, ContactPoint, DoNotCall, Ownership
from salesorg.clients.queries import find_companies, timeline
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.files import csv_file, imported
from tests.handoff.steps import first_sale

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HEAD = "Name,Phone,City,Website\n"


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def row(n: int, name: str, city: str = "Dothan", site: str = "") -> str:
    return f'"{name}",334793{n:04d},{city},{site}\n'


def pairs() -> list[tuple[str, str, str]]:
    found = PossibleDuplicate.objects.order_by("first__name", "second__name")
    return [(one.first.name, one.second.name, one.reason) for one in found]


@pytest.fixture
def pair(to: CallList, at: datetime) -> PossibleDuplicate:
    """An old lead and a new one with its site."""
    old = factories.company("Acme", phone="+13347931111", website="acme.com")
    factories.lead(to, company=old)
    imported(
        to,
        csv_file(
            "Name,Phone,Site,Contact,E-mail\nAcme Two,3347932222,https://www.acme.com/x,Ann,ann@acme.com\n"
        ),
        at,
    )
    return PossibleDuplicate.objects.get()


def merged(actor: User, pair: PossibleDuplicate, at: datetime) -> PossibleDuplicate:
    return merge_companies(actor=actor, pair=pair, keep=pair.first_id, at=at)


def snapshot() -> list[Any]:
    """Everything that a merge could touch."""
    return [
        list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in (Company, ContactPoint, ContactPerson, Lead, PossibleDuplicate)
    ]


def test_the_same_site_or_the_same_name_in_the_same_city_is_found(to: CallList, at: datetime) -> None:
    for name, city, site in (
        ("Acme", "Albany", "acme.com"),
        ("ООО «Ромашка»", "Москва", ""),
        ("Zeta LLC", "Dothan", ""),
    ):
        factories.lead(to, company=factories.company(name, city=city, website=site))
    imported(to, csv_file(HEAD + row(1, "Acme Shop", site="http://WWW.acme.com/shop") + row(2, "Ромашка, ООО", "москва")
                          + row(3, "Zeta", "Albany") + row(4, "Zeta Inc.", "DOTHAN") + row(5, "Alone")), at)  # fmt: skip
    assert pairs() == [
        ("Acme", "Acme Shop", "domain"), ("Zeta LLC", "Zeta Inc.", "name"), ("ООО «Ромашка»", "Ромашка, ООО", "name"),
    ]  # fmt: skip
    assert {one.import_job_id for one in PossibleDuplicate.objects.all()} == {
        Lead.objects.latest("pk").import_job_id
    }


def test_public_sites_and_sites_of_many_say_nothing(to: CallList, at: datetime) -> None:
    text = "".join(row(n, f"Mail {n}", site="vk.com/club") for n in range(3))
    text += "".join(row(10 + n, f"Holding {n}", site="holding.com") for n in range(6))
    text += "".join(row(20 + n, f"Pair {n}", site="pair.com") for n in range(3))
    imported(to, csv_file(HEAD + text), at)
    assert pairs() == [("Pair 0", "Pair 1", "domain"), ("Pair 0", "Pair 2", "domain")]


def test_each_new_company_stands_against_the_oldest_only_and_a_decision_stays(
    to: CallList, adam: User, at: datetime
) -> None:
    imported(to, csv_file(HEAD + row(1, "Acme", site="acme.com")), at)
    imported(to, csv_file(HEAD + row(2, "Acme B", site="acme.com")), at)
    keep_apart(actor=adam, pair=PossibleDuplicate.objects.get(), at=at)
    imported(to, csv_file(HEAD + row(3, "Acme C", site="acme.com")), at)
    assert pairs() == [("Acme", "Acme B", "domain"), ("Acme", "Acme C", "domain")]
    assert PossibleDuplicate.objects.filter(state="open").count() == 1


def test_merging_moves_everything_and_closes_the_lead(
    pair: PossibleDuplicate, adam: User, cara: User, at: datetime
) -> None:
    gone = Lead.objects.get(company=pair.second)
    before = Activity.objects.count()
    merged(adam, pair, at)
    pair.refresh_from_db()
    gone.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_at, pair.moved["kept"]) == (
        "merged",
        adam,
        at,
        pair.first_id,
    )
    assert (gone.state, gone.closed_reason) == ("closed", "merged")
    assert Company.objects.get(pk=pair.second_id).merged_into_id == pair.first_id
    points = ContactPoint.objects.filter(company=pair.first).values_list("value", flat=True)
    assert set(points) == {"+13347931111", "+13347932222", "ann@acme.com"}
    assert ContactPerson.objects.get().company_id == pair.first_id
    assert Activity.objects.count() == before + 1
    assert Activity.objects.latest("pk").company_id == pair.first_id
    assert [one.company_id for one in find_leads(adam, LeadsAsked(), at=at).leads] == [pair.first_id]
    assert [one.pk for one in find_companies(adam, search="acme")] == [pair.first_id]
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.card is not None
    assert len(claim.card.numbers) == 2
    log_call(actor=cara, claim=claim, disposition="not_a_fit", note="", at=at)
    assert take_next_lead(actor=cara, at=at) is None


def test_calls_and_journal_of_the_absorbed_are_shown_with_the_other(
    pair: PossibleDuplicate, adam: User, cara: User, at: datetime
) -> None:
    Lead.objects.filter(company=pair.first).update(due_at=at + 2 * HOUR)
    at += 2 * HOUR - MINUTE
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.lead.company_id == pair.second_id
    made = log_call(actor=cara, claim=claim, disposition="no_answer", note="rang", at=at)
    merged(adam, pair, at)
    kept = Lead.objects.get(company=pair.first)
    assert list(calls_of(kept)) == [made]
    assert list(calls_of_company(adam, pair.first_id)) == [made]
    assert "call_logged" in [one.verb for one in timeline(pair.first)]
    # Called a minute ago by the other row, the company is due when that one was.
    assert take_next_lead(actor=cara, at=at + MINUTE) is None
    claim = take_next_lead(actor=cara, at=kept.due_at)
    assert claim is not None
    assert claim.card is not None
    assert [call["note"] for call in claim.card.history] == ["rang"]


def test_undoing_puts_exactly_that_back(pair: PossibleDuplicate, adam: User, at: datetime) -> None:
    Company.objects.filter(pk=pair.second_id).update(tax_id="7707083893")
    # An address of the other one was there before and stays there.
    ContactPoint.objects.create(company=pair.first, kind="email", value="ann@acme.com")
    before = snapshot()
    merged(adam, pair, at)
    assert Company.objects.get(pk=pair.first_id).tax_id == "7707083893"
    assert snapshot() != before
    reopen_duplicate(actor=adam, pair=pair, at=at)
    assert snapshot() == before
    assert [one.verb for one in timeline(pair.first)][:2] == ["merge_undone", "companies_merged"]
    with pytest.raises(DuplicateDecided):
        reopen_duplicate(actor=adam, pair=pair, at=at)
    merged(adam, pair, at)


def test_a_lead_that_was_due_earlier_comes_back_now_and_not_in_the_past(
    pair: PossibleDuplicate, adam: User, at: datetime
) -> None:
    merged(adam, pair, at)
    reopen_duplicate(actor=adam, pair=pair, at=at + HOUR)
    assert Lead.objects.get(company=pair.second).due_at == at + HOUR


def test_a_closed_lead_is_closed_for_its_old_reason_again(
    pair: PossibleDuplicate, adam: User, at: datetime
) -> None:
    Lead.objects.filter(company=pair.second).update(state="closed", closed_reason="not_a_fit")
    merged(adam, pair, at)
    reopen_duplicate(actor=adam, pair=pair, at=at)
    assert Lead.objects.get(company=pair.second).closed_reason == "not_a_fit"


def hunted(pair: PossibleDuplicate, hal: User, cara: User, at: datetime) -> None:
    Company.objects.filter(pk=pair.second_id).update(status=Company.Status.PROSPECT)
    change_owner(company=pair.second, owner=hal, stage=Ownership.Stage.HUNTING, at=at, reason="test")


def called(pair: PossibleDuplicate, hal: User, cara: User, at: datetime) -> None:
    Lead.objects.filter(company=pair.second).update(state="claimed")


def promised(pair: PossibleDuplicate, hal: User, cara: User, at: datetime) -> None:
    Lead.objects.filter(company=pair.second).update(state="callback", callback_owner=cara)


def asked(pair: PossibleDuplicate, hal: User, cara: User, at: datetime) -> None:
    Lead.objects.filter(company=pair.second).update(state="closed", closed_reason="do_not_call")


def bought(pair: PossibleDuplicate, hal: User, cara: User, at: datetime) -> None:
    first_sale(hal, at, company=pair.second)


@pytest.mark.usefixtures("fay", "fern")
@pytest.mark.parametrize("hindrance", [hunted, called, promised, asked, bought])
def test_what_somebody_works_on_is_not_absorbed_by_a_mere_lead(
    pair: PossibleDuplicate, adam: User, hal: User, cara: User, at: datetime, hindrance: Any
) -> None:
    hindrance(pair, hal, cara, at)
    before = snapshot()
    with pytest.raises(CannotBeAbsorbed) as refusal:
        merged(adam, pair, at)
    assert "Acme Two" in str(refusal.value)
    assert snapshot() == before
    # The other way round it goes.
    merge_companies(actor=adam, pair=pair, keep=pair.second_id, at=at)
    assert Company.objects.get(pk=pair.first_id).merged_into_id == pair.second_id


def test_who_has_taken_in_another_is_not_absorbed(
    pair: PossibleDuplicate, to: CallList, adam: User, at: datetime
) -> None:
    merged(adam, pair, at)
    third = factories.lead(to, company=factories.company("Acme Three")).company
    other = PossibleDuplicate.objects.create(first=pair.first, second=third, reason="name", found_at=at)
    with pytest.raises(CannotBeAbsorbed):
        merge_companies(actor=adam, pair=other, keep=third.pk, at=at)
    merge_companies(actor=adam, pair=other, keep=pair.first_id, at=at)
    # A pair of which one was merged elsewhere is not asked for any more.
    gone = PossibleDuplicate.objects.create(first=pair.second, second=third, reason="name", found_at=at)
    assert gone not in possible_duplicates()
    with pytest.raises(CannotBeAbsorbed):
        merge_companies(actor=adam, pair=gone, keep=third.pk, at=at)


def test_merging_never_lifts_do_not_call(
    pair: PossibleDuplicate, adam: User, cara: User, at: datetime
) -> None:
    forbid_calls(actor=adam, phones=["+13347932222"], reason="asked", at=at)
    with pytest.raises(CannotBeAbsorbed):
        merged(adam, pair, at)
    merge_companies(actor=adam, pair=pair, keep=pair.second_id, at=at)
    assert DoNotCall.objects.count() == 1
    assert take_next_lead(actor=cara, at=at) is None
    # And undone, the forbidden number is offered no more than before.
    reopen_duplicate(actor=adam, pair=pair, at=at)
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    assert claim.card is not None
    assert claim.card.numbers == ["+13347931111"]


def test_a_number_forbidden_after_the_merge_is_forbidden_after_its_undoing(
    pair: PossibleDuplicate, adam: User, cara: User, at: datetime
) -> None:
    merged(adam, pair, at)
    forbid_calls(actor=adam, phones=["+13347932222"], reason="asked", at=at)
    reopen_duplicate(actor=adam, pair=pair, at=at)
    offered = []
    while claim := take_next_lead(actor=cara, at=at):
        assert claim.card is not None
        offered += claim.card.numbers
        log_call(actor=cara, claim=claim, disposition="not_a_fit", note="", at=at)
    assert offered == ["+13347931111"]


def test_a_merge_stays_when_something_has_happened_since(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, at: datetime
) -> None:
    merged(adam, pair, at)
    ContactPoint.objects.filter(value="+13347932222").delete()
    before = snapshot()
    with pytest.raises(MergeStays):
        reopen_duplicate(actor=adam, pair=pair, at=at)
    assert snapshot() == before


@pytest.mark.parametrize("what", ["call", "owner"])
def test_a_merge_stays_while_the_other_is_in_work(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, at: datetime, what: str
) -> None:
    merged(adam, pair, at)
    if what == "call":
        assert take_next_lead(actor=cara, at=at) is not None
    else:
        change_owner(
            company=pair.first, owner=hal, stage=Ownership.Stage.HUNTING, at=at + MINUTE, reason="test"
        )
    with pytest.raises(MergeStays) as refusal:
        reopen_duplicate(actor=adam, pair=pair, at=at + HOUR)
    assert "Acme" in str(refusal.value)
    pair.refresh_from_db()
    assert pair.state == "merged"


def test_a_decision_is_made_once_and_by_the_administrator(
    pair: PossibleDuplicate, adam: User, sue: User, cara: User, at: datetime
) -> None:
    for person in (sue, cara):
        for decide in (keep_apart, reopen_duplicate):
            with pytest.raises(NotYours):
                decide(actor=person, pair=pair, at=at)
        with pytest.raises(NotYours):
            merged(person, pair, at)
    with pytest.raises(NotOfThePair):
        merge_companies(actor=adam, pair=pair, keep=0, at=at)
    keep_apart(actor=adam, pair=pair, at=at)
    with pytest.raises(DuplicateDecided):
        merged(adam, pair, at)
    reopen_duplicate(actor=adam, pair=pair, at=at)
    merged(adam, pair, at)
    with pytest.raises(DuplicateDecided):
        keep_apart(actor=adam, pair=pair, at=at)


def test_an_import_with_pairs_is_reverted_and_what_was_merged_stays(
    pair: PossibleDuplicate, to: CallList, adam: User, at: datetime
) -> None:
    job = pair.import_job
    assert job is not None
    other = imported(to, csv_file(HEAD + row(7, "Acme C", site="acme.com")), at)
    merged(adam, pair, at)
    revert_import(actor=adam, job=job, at=at)
    assert Company.objects.filter(pk=pair.second_id, merged_into=pair.first_id).exists()
    revert_import(actor=adam, job=other, at=at)
    assert not Company.objects.filter(name="Acme C").exists()
    assert list(PossibleDuplicate.objects.all()) == [pair]


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_decides(pair: PossibleDuplicate, adam: User, sue: User) -> None:
    client, url = browser(adam), reverse("callcenter:duplicates")
    page = client.get(url).content.decode()
    assert "Acme Two" in page
    assert "+13347932222" not in page
    assert "793-2222" not in page
    merge = reverse("callcenter:duplicate_merge", args=[pair.pk])
    assert client.post(merge, {"keep": str(pair.first_id), "idempotency_key": "a"}).status_code == 302
    assert client.post(merge, {"keep": str(pair.first_id), "idempotency_key": "a"}).status_code == 302
    assert client.post(merge, {"keep": str(pair.first_id), "idempotency_key": "b"}).status_code == 422
    assert "went into" in client.get(url + "?state=merged").content.decode()
    card = client.get(reverse("dashboards:company", args=[pair.second_id]))
    assert (card.status_code, card.headers["Location"]) == (
        302,
        reverse("dashboards:company", args=[pair.first_id]),
    )
    undo = reverse("callcenter:duplicate_undo", args=[pair.pk])
    assert client.post(undo, {"idempotency_key": "c"}).status_code == 302
    assert (
        client.post(
            reverse("callcenter:duplicate_keep", args=[pair.pk]), {"idempotency_key": "d"}
        ).status_code
        == 302
    )
    pair.refresh_from_db()
    assert pair.state == "kept"
    report = client.get(reverse("callcenter:import_job", args=[pair.import_job_id])).content.decode()
    assert "?import=" not in report
    client.post(undo, {"idempotency_key": "e"})
    report = client.get(reverse("callcenter:import_job", args=[pair.import_job_id])).content.decode()
    assert f"?import={pair.import_job_id}" in report
    assert client.get(f"{url}?import={pair.import_job_id}").status_code == 200
    assert client.get(f"{url}?import=99999").status_code == 404
    assert browser(sue).get(url).status_code == 403


@pytest.mark.usefixtures("fay", "fern")
def test_a_client_is_shown_by_name_alone(
    pair: PossibleDuplicate, adam: User, hal: User, at: datetime
) -> None:
    first_sale(hal, at, company=pair.first)
    Company.objects.filter(pk=pair.first_id).update(city="Secretville")
    page = browser(adam).get(reverse("callcenter:duplicates")).content.decode()
    assert "Secretville" not in page
    assert "cannot be merged into this one" in page


def test_many_pairs_cost_no_more_queries(
    to: CallList, adam: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    text = "".join(row(n, f"Pair {n}", site=f"pair{n // 2}.com") for n in range(30))
    imported(to, csv_file(HEAD + text), at)
    client = browser(adam)
    with django_assert_max_num_queries(12):
        assert len(client.get(reverse("callcenter:duplicates")).context["pairs"]) == 15


def test_the_api_decides(pair: PossibleDuplicate, adam: User, cara: User) -> None:
    client = APIClient()
    client.force_authenticate(adam)
    url = "/api/v1/callcenter/duplicates/"
    shown = client.get(url).json()["results"][0]
    assert (shown["reason"], shown["first"]["name"], "•" in shown["second"]["phones"][0]) == (
        "domain",
        "Acme",
        True,
    )
    assert client.get(url + "?state=nonsense").status_code == 400
    decide = f"{url}{pair.pk}/decide/"
    assert client.post(decide, {"decision": "merge"}, format="json").status_code == 400
    assert client.post(decide, {"decision": "merge", "keep": 1, "force": 1}, format="json").status_code == 400
    done = client.post(decide, {"decision": "merge", "keep": pair.first_id}, format="json")
    assert (done.status_code, done.json()["state"]) == (200, "merged")
    assert client.post(decide, {"decision": "keep_apart"}, format="json").status_code == 409
    assert client.post(f"{url}{pair.pk}/undo/").json()["state"] == "open"
    assert client.post(f"{url}9999/undo/").status_code == 404
    assert client.get(f"/api/v1/callcenter/imports/{pair.import_job_id}/").json()["possible_duplicates"] == 1
    client.force_authenticate(cara)
    assert client.post(decide, {"decision": "keep_apart"}, format="json").status_code == 403
