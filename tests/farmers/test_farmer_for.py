from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from farmers.actions import open_account, set_service_level, sweep_neglect
from farmers.models import Account, ServiceLevel
from farmers.queries import farmer_for, farmer_loads, hiring_signal
from salesorg.people.models import Absence, Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db


def give(farmer: User, n: int, at: datetime) -> list[Account]:
    return [open_account(actor=None, company=factories.company(), farmer=farmer, at=at) for _ in range(n)]


def test_load_is_the_sum_of_the_weights(fay: User, flo: User, fern: User, at: datetime) -> None:
    heavy, light, _ = give(fay, 3, at)
    set_service_level(actor=fern, account=heavy, level=ServiceLevel.objects.get(code="A"), at=at)
    set_service_level(actor=fern, account=light, level=ServiceLevel.objects.get(code="C"), at=at)
    loads = {load.farmer: load for load in farmer_loads(at=at)}
    assert (loads[fay].accounts, loads[fay].load) == (3, Decimal("3.5"))
    assert (loads[flo].accounts, loads[flo].load, loads[flo].present) == (0, Decimal(0), True)


def test_the_least_loaded_gets_it_and_the_reasons_are_kept(fay: User, flo: User, at: datetime) -> None:
    give(fay, 2, at)
    choice = farmer_for(company=factories.company(), at=at)
    assert choice.farmer == flo
    assert [(row["name"], row["reason"]) for row in choice.why["candidates"]] == [
        ("Flo", "chosen"),
        ("Fay", "free"),
    ]


def test_the_absent_the_full_and_the_wrong_segment_get_nothing(fay: User, flo: User, at: datetime) -> None:
    company = factories.company(segment="Hotels")
    Absence.objects.create(person=flo, starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 16))
    assert farmer_for(company=company, at=at).farmer == fay
    fay.segments = ["Hospitals"]
    fay.save()
    assert farmer_for(company=company, at=at).farmer is None
    fay.segments, fay.capacity = [], Decimal(1)
    fay.save()
    give(fay, 1, at)
    choice = farmer_for(company=company, at=at)
    assert choice.farmer is None
    assert {row["name"]: row["reason"] for row in choice.why["candidates"]} == {
        "Fay": "full",
        "Flo": "absent",
    }


def test_region_and_language_are_the_clients_own(
    org: Organisation, fay: User, flo: User, at: datetime
) -> None:
    fay.regions, fay.languages = ["NY"], ["en"]
    flo.regions, flo.languages = ["DE"], ["ru", "de"]
    fay.save()
    flo.save()
    here, there = (
        factories.company(region="NY"),
        factories.company(region="Hessen", country="DE", language="de"),
    )
    assert [farmer_for(company=one, at=at).farmer for one in (here, there)] == [fay, flo]
    # Nothing is known of the language: it is the organisation's.
    foreign = farmer_for(company=factories.company(region="Hessen", country="DE"), at=at)
    assert foreign.farmer is None
    assert {row["name"]: row["reason"] for row in foreign.why["candidates"]} == {
        "Fay": "region",
        "Flo": "language",
    }


def test_the_overloaded_gets_nothing_and_the_idle_is_called_so(fay: User, flo: User, at: datetime) -> None:
    for who in (fay, flo):
        who.capacity = Decimal(10)
        who.save()
    give(fay, 8, at - timedelta(days=40))
    give(flo, 7, at - timedelta(days=40))
    sweep_neglect(at=at)
    loads = {load.farmer: load for load in farmer_loads(at=at)}
    assert (loads[fay].overloaded, loads[fay].idle) == (True, False)
    assert (loads[flo].overloaded, loads[flo].idle) == (False, True)
    assert farmer_for(company=factories.company(), at=at).farmer == flo


def test_the_department_says_when_it_must_grow(org: Organisation, fay: User, at: datetime) -> None:
    # 8 points in 8 weeks = 1 a week; free 40 - 8 = 32 > 6: nobody.
    give(fay, 8, at - timedelta(days=1))
    signal = hiring_signal(at=at)
    assert (signal.hire, signal.free, signal.pace_per_week) == (0, Decimal(32), Decimal(1))
    # 16 in 8 weeks = 2 a week; free 12 - 16 < 0: ceil((26 + 4) / 40) = 1, today.
    give(fay, 8, at - timedelta(days=1))
    fay.capacity = Decimal(12)
    fay.save()
    signal = hiring_signal(at=at)
    assert (signal.hire, signal.by, signal.nobody_free) == (1, date(2026, 11, 16), True)


def test_the_pace_counts_eight_weeks_and_takes_off_what_was_lost(
    org: Organisation, fay: User, at: datetime
) -> None:
    give(fay, 4, at - timedelta(weeks=20))
    give(fay, 16, at - timedelta(days=2))
    assert hiring_signal(at=at).pace_per_week == Decimal(2)
    sweep_neglect(at=at)
    assert Account.objects.filter(lost_since__isnull=False).count() == 4
    assert hiring_signal(at=at).pace_per_week == Decimal("1.5")


def test_without_farmers_the_department_must_grow(org: Organisation, at: datetime) -> None:
    assert farmer_for(company=factories.company(), at=at).farmer is None
    assert hiring_signal(at=at).hire == 1
