"""Two that hunters already work on turn out to be one: everything goes to the one that stays, and back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from callcenter.actions import merge_companies, reopen_duplicate
from callcenter.merging import CannotBeAbsorbed, MergeStays
from callcenter.models import CallList, Lead, PossibleDuplicate
from hunters.actions import close_first_sale, log_contact, open_deal, reassign_prospect, record_outcome
from hunters.models import Deal, Meeting
from hunters.refusals import CompanyMerged, HunterNotFree, SlotTaken
from salesorg.clients.models import Company, ContactPoint, Ownership
from salesorg.clients.queries import current_owner, timeline
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Absence, Notice, Organisation, User
from tests import factories
from tests.handoff.steps import first_sale
from tests.hunters.steps import book, lines, nothing_changes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


@pytest.fixture
def pair(to: CallList, at: datetime) -> PossibleDuplicate:
    """Acme, and Acme Two with another number."""
    found = [
        factories.lead(to, company=factories.company(name, phone=phone)).company
        for name, phone in (("Acme", "+13347931111"), ("Acme Two", "+13347932222"))
    ]
    return PossibleDuplicate.objects.create(first=found[0], second=found[1], reason="name", found_at=at)


def in_hand(company: Company, hunter: User, caller: User, starts_at: datetime, at: datetime) -> Meeting:
    """The company with a meeting ahead, and its lead as booking leaves it."""
    meeting = book(hunter if current_owner(company) else caller, company, hunter, starts_at, at=at)
    Lead.objects.filter(company=company).update(state=Lead.State.BOOKED, meeting=meeting)
    return meeting


def met(company: Company, hunter: User, caller: User, starts_at: datetime, at: datetime) -> Deal:
    """The company after a held meeting: the hunter has an open deal."""
    meeting = in_hand(company, hunter, caller, starts_at, at)
    deal = record_outcome(actor=hunter, meeting=meeting, outcome="held", on_target=True, at=at).deal
    assert deal is not None
    return deal


def merged(pair: PossibleDuplicate, adam: User, at: datetime) -> PossibleDuplicate:
    """Acme Two goes into Acme."""
    return merge_companies(actor=adam, pair=pair, keep=pair.first_id, at=at)


def hunter_of(company: Company) -> User | None:
    owner = current_owner(company)
    return owner.owner if owner else None


def state() -> list[object]:
    """Whose the companies, their meetings and their deals are, and how their leads stand."""
    return [
        list(Company.objects.order_by("pk").values("pk", "status", "merged_into")),
        list(Meeting.objects.order_by("pk").values("pk", "company", "hunter", "state")),
        list(Deal.objects.order_by("pk").values("pk", "company", "hunter", "state")),
        list(Lead.objects.order_by("pk").values("pk", "state", "closed_reason", "meeting")),
        list(ContactPoint.objects.order_by("pk").values("pk", "company")),
        [hunter_of(one) for one in Company.objects.order_by("pk")],
    ]


def test_a_prospect_goes_into_anothers_with_meeting_and_deals(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    own = met(pair.first, hal, cara, at + DAY, at)
    theirs = met(pair.second, hugo, cara, at + DAY, at)
    ahead = in_hand(pair.second, hugo, cara, at + 3 * DAY, at)
    merged(pair, adam, at + HOUR)
    theirs.refresh_from_db()
    ahead.refresh_from_db()
    assert (theirs.company_id, theirs.hunter, ahead.company_id, ahead.hunter) == (
        pair.first_id, hal, pair.first_id, hal,
    )  # fmt: skip
    assert Meeting.objects.filter(company=pair.first).count() == 3
    gone = Company.objects.get(pk=pair.second_id)
    assert (gone.status, gone.merged_into_id, hunter_of(gone), hunter_of(pair.first)) == (
        "lead", pair.first_id, None, hal,
    )  # fmt: skip
    assert Lead.objects.get(company=gone).closed_reason == "merged"
    assert {"meeting_held", "companies_merged"} <= {one.verb for one in timeline(pair.first)}
    told = Notice.objects.filter(kind__startswith="prospect_").values_list("person", "kind")
    assert set(told) == {(hugo.pk, "prospect_taken"), (hal.pk, "prospect_given")}
    assert own.hunter == hal
    assert breaches() == []


@pytest.mark.usefixtures("fay", "fern")
def test_the_moved_deal_can_be_won(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    theirs = met(pair.second, hugo, cara, at + DAY, at)
    merged(pair, adam, at + HOUR)
    # From a page that was opened before: not with the company that is no more.
    with nothing_changes(), pytest.raises(CompanyMerged):
        close_first_sale(actor=hal, deal=theirs, lines=lines(factories.product()), note="", at=at + DAY)
    theirs.refresh_from_db()
    won = close_first_sale(actor=hal, deal=theirs, lines=lines(factories.product()), note="", at=at + DAY)
    assert (won.sale.company_id, won.sale.seller, won.handoff.hunter) == (pair.first_id, hal, hal)
    assert breaches() == []
    with pytest.raises(MergeStays):
        reopen_duplicate(actor=adam, pair=pair, at=at + 2 * DAY)


def test_undoing_gives_the_hunter_everything_back(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    met(pair.second, hugo, cara, at + DAY, at)
    in_hand(pair.second, hugo, cara, at + 3 * DAY, at)
    before = state()
    merged(pair, adam, at + HOUR)
    new = open_deal(
        actor=hal, company=pair.first, title="More", next_step="Call", next_step_on=(at + 5 * DAY).date(), at=at + HOUR
    )  # fmt: skip
    assert state() != before
    Deal.objects.filter(pk=new.pk).delete()
    told = Notice.objects.count()
    reopen_duplicate(actor=adam, pair=pair, at=at + 2 * HOUR)
    assert state() == before
    assert breaches() == []
    back = Notice.objects.order_by("pk")[told:]
    assert {(one.person, one.kind) for one in back} == {(hal, "prospect_taken"), (hugo, "prospect_given")}
    assert {one.data["company"] for one in back} == {"Acme Two"}
    merged(pair, adam, at + 3 * HOUR)


def test_what_began_after_the_merge_stays_with_the_one_that_stayed(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    met(pair.second, hugo, cara, at + DAY, at)
    merged(pair, adam, at + HOUR)
    new = book(hal, pair.first, hal, at + 4 * DAY, at=at + HOUR)
    reopen_duplicate(actor=adam, pair=pair, at=at + 2 * HOUR)
    new.refresh_from_db()
    assert (new.company_id, new.hunter) == (pair.first_id, hal)
    assert breaches() == []


def test_a_merge_stays_when_a_hunter_has_worked_on_what_was_moved(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    ahead = in_hand(pair.second, hugo, cara, at + 2 * DAY, at)
    merged(pair, adam, at + HOUR)
    ahead.refresh_from_db()
    record_outcome(actor=hal, meeting=ahead, outcome="no_show", at=at + 2 * DAY)
    assert hunter_of(pair.first) == hal
    with nothing_changes(), pytest.raises(MergeStays) as refusal:
        reopen_duplicate(actor=adam, pair=pair, at=at + 3 * DAY)
    assert "a hunter has worked on what was moved since" in str(refusal.value)
    assert breaches() == []


def test_a_merge_stays_when_a_moved_deal_was_spoken_about(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    own = met(pair.first, hal, cara, at + DAY, at)
    theirs = met(pair.second, hugo, cara, at + DAY, at)
    merged(pair, adam, at + HOUR)
    log_contact(actor=hal, deal=own, note="Own one", at=at + 2 * HOUR)
    reopen_duplicate(actor=adam, pair=pair, at=at + 3 * HOUR)
    merged(pair, adam, at + 4 * HOUR)
    theirs.refresh_from_db()
    log_contact(actor=hal, deal=theirs, note="Wants it blue", at=at + 5 * HOUR)
    with nothing_changes(), pytest.raises(MergeStays):
        reopen_duplicate(actor=adam, pair=pair, at=at + 6 * HOUR)


def test_whose_own_meeting_failed_while_it_had_the_others_deals_is_the_call_centres_again(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    own = in_hand(pair.first, hal, cara, at + 2 * DAY, at)
    deal = met(pair.second, hugo, cara, at + DAY, at)
    merged(pair, adam, at + HOUR)
    record_outcome(actor=hal, meeting=own, outcome="no_show", at=at + 2 * DAY)
    assert hunter_of(pair.first) == hal
    reopen_duplicate(actor=adam, pair=pair, at=at + 3 * DAY)
    deal.refresh_from_db()
    assert (Company.objects.get(pk=pair.first_id).status, hunter_of(pair.first)) == ("lead", None)
    assert (Company.objects.get(pk=pair.second_id).status, hunter_of(pair.second), deal.hunter) == (
        "prospect", hugo, hugo,
    )  # fmt: skip
    assert breaches() == []


def test_the_hunter_of_the_one_that_stays_must_be_free_for_the_meeting(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    ahead = in_hand(pair.second, hugo, cara, at + 3 * DAY, at)
    taken = book(cara, factories.company(), hal, ahead.starts_at, at=at)
    before = state()
    with nothing_changes(), pytest.raises(SlotTaken):
        merged(pair, adam, at)
    record_outcome(actor=hal, meeting=taken, outcome="cancelled", at=at)
    Absence.objects.create(person=hal, starts_on=ahead.starts_at.date(), ends_on=ahead.starts_at.date())
    with nothing_changes(), pytest.raises(HunterNotFree):
        merged(pair, adam, at)
    assert state()[4] == before[4]


def test_undoing_when_its_hunter_has_left_gives_it_to_the_one_who_had_it_meanwhile(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    deal = met(pair.second, hugo, cara, at + DAY, at)
    merged(pair, adam, at + HOUR)
    User.objects.filter(pk=hugo.pk).update(is_active=False, dismissed_at=at + HOUR)
    reopen_duplicate(actor=adam, pair=pair, at=at + 2 * HOUR)
    deal.refresh_from_db()
    assert (hunter_of(pair.second), deal.hunter, deal.company_id) == (hal, hal, pair.second_id)


@pytest.mark.usefixtures("fay", "fern")
def test_into_a_client_goes_what_is_closed(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    client = first_sale(hal, at, company=pair.first).handoff
    deal = met(pair.second, hugo, cara, at + DAY, at)
    with nothing_changes(), pytest.raises(CannotBeAbsorbed) as refusal:
        merged(pair, adam, at)
    assert "is a client" in str(refusal.value)
    Deal.objects.filter(pk=deal.pk).update(state="lost", lost_reason="No money", closed_at=at)
    merged(pair, adam, at + HOUR)
    deal.refresh_from_db()
    assert (deal.company_id, hunter_of(pair.first)) == (pair.first_id, client.farmer)
    assert breaches() == []
    reopen_duplicate(actor=adam, pair=pair, at=at + 2 * HOUR)
    assert hunter_of(pair.second) == hugo
    assert breaches() == []


@pytest.mark.usefixtures("fay", "fern")
def test_two_clients_stay_two(pair: PossibleDuplicate, adam: User, hal: User, at: datetime) -> None:
    for company in (pair.first, pair.second):
        first_sale(hal, at, company=company)
    for keep in (pair.first_id, pair.second_id):
        with nothing_changes(), pytest.raises(CannotBeAbsorbed):
            merge_companies(actor=adam, pair=pair, keep=keep, at=at)


def test_a_prospect_stays_before_a_mere_lead(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, at: datetime
) -> None:
    met(pair.second, hal, cara, at + DAY, at)
    with nothing_changes(), pytest.raises(CannotBeAbsorbed) as refusal:
        merged(pair, adam, at)
    assert "keep «Acme Two»" in str(refusal.value)
    merge_companies(actor=adam, pair=pair, keep=pair.second_id, at=at + HOUR)
    assert hunter_of(pair.second) == hal


def test_a_company_whose_meeting_failed_takes_it_along(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, at: datetime
) -> None:
    meeting = in_hand(pair.second, hal, cara, at + DAY, at)
    record_outcome(actor=hal, meeting=meeting, outcome="no_show", at=at + DAY)
    Lead.objects.filter(company=pair.second).update(state="waiting")
    merged(pair, adam, at + 2 * DAY)
    meeting.refresh_from_db()
    assert meeting.company_id == pair.first_id
    reopen_duplicate(actor=adam, pair=pair, at=at + 3 * DAY)
    meeting.refresh_from_db()
    assert meeting.company_id == pair.second_id
    assert breaches() == []


def test_two_meetings_ahead_or_one_on_hold_are_settled_first(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    in_hand(pair.first, hal, cara, at + DAY, at)
    ahead = in_hand(pair.second, hugo, cara, at + 2 * DAY, at)
    with nothing_changes(), pytest.raises(CannotBeAbsorbed) as refusal:
        merged(pair, adam, at)
    assert "Both have a meeting ahead" in str(refusal.value)
    Meeting.objects.filter(pk=ahead.pk).update(on_hold=True)
    with nothing_changes(), pytest.raises(CannotBeAbsorbed) as refusal:
        merged(pair, adam, at)
    assert "waits for your word" in str(refusal.value)


def test_a_merge_stays_when_the_prospect_was_given_away_since(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, hera: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    met(pair.second, hal, cara, at + 2 * DAY, at)
    merged(pair, adam, at + HOUR)
    reassign_prospect(actor=hera, company=pair.first, hunter=hugo, at=at + 2 * HOUR)
    with nothing_changes(), pytest.raises(MergeStays):
        reopen_duplicate(actor=adam, pair=pair, at=at + 3 * HOUR)


def test_the_page_says_who_has_it_and_why_not(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    met(pair.second, hugo, cara, at + DAY, at)
    client = Client()
    client.force_login(adam)
    url = reverse("callcenter:duplicates")
    page = client.get(url).content.decode()
    assert page.count("Merge, keep this one") == 2
    assert "Hugo" in page
    in_hand(pair.first, hal, cara, at + 3 * DAY, at)
    in_hand(pair.second, hugo, cara, at + 3 * DAY, at)
    page = client.get(url).content.decode()
    assert "has a meeting ahead, like the other one" in page
    assert "Merge, keep this one" not in page


@pytest.mark.parametrize("what", ["meeting", "deal", "owner"])
def test_the_database_lets_nothing_begin_with_a_company_that_is_no_more(
    pair: PossibleDuplicate, adam: User, cara: User, hal: User, hugo: User, at: datetime, what: str
) -> None:
    met(pair.first, hal, cara, at + DAY, at)
    met(pair.second, hugo, cara, at + DAY, at)
    merged(pair, adam, at + HOUR)
    begin: dict[str, Callable[[], object]] = {
        "meeting": lambda: Meeting.objects.filter(company=pair.first).update(company=pair.second),
        "deal": lambda: Deal.objects.filter(company=pair.first).update(company=pair.second),
        "owner": lambda: Ownership.objects.create(
            company=pair.second, owner=hugo, stage="hunting", started_at=at, reason="test"
        ),
    }
    with pytest.raises(IntegrityError, match="merged into another one"), transaction.atomic():
        begin[what]()
