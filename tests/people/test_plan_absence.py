from datetime import date

import pytest

from salesorg.lib.refusals import NotYours
from salesorg.people.actions import cancel_absence, plan_absence
from salesorg.people.actions.plan_absence import AlreadyAbsent
from salesorg.people.models import Absence, User

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)


def test_a_head_plans_the_own_people(cara: User, adam: User, cody: User) -> None:
    plan_absence(actor=adam, person=cara, starts_on=MONDAY, ends_on=FRIDAY, deputy=cody)
    assert Absence.objects.get().deputy == cody


def test_another_stages_people_are_not_planned(cara: User, hera: User, hal: User) -> None:
    with pytest.raises(NotYours):
        plan_absence(actor=hera, person=cara, starts_on=MONDAY, ends_on=FRIDAY)
    with pytest.raises(NotYours):
        plan_absence(actor=hal, person=hal, starts_on=MONDAY, ends_on=FRIDAY)
    assert not Absence.objects.exists()


def test_the_same_days_twice_are_refused(cara: User, root: User) -> None:
    plan_absence(actor=root, person=cara, starts_on=MONDAY, ends_on=FRIDAY)
    with pytest.raises(AlreadyAbsent):
        plan_absence(actor=root, person=cara, starts_on=FRIDAY, ends_on=FRIDAY)
    assert Absence.objects.count() == 1


def test_a_planned_absence_is_taken_back_by_who_may_plan_it(cara: User, adam: User, hera: User) -> None:
    absence = plan_absence(actor=adam, person=cara, starts_on=MONDAY, ends_on=FRIDAY)
    with pytest.raises(NotYours):
        cancel_absence(actor=hera, absence=absence)
    cancel_absence(actor=adam, absence=absence)
    assert not Absence.objects.exists()
