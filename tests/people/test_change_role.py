from datetime import datetime

import pytest

from salesorg.lib.refusals import NotYours
from salesorg.people.actions import change_role
from salesorg.people.actions.change_role import SameRole
from salesorg.people.actions.dismiss_person import AlreadyDismissed
from salesorg.people.models import Role, User

pytestmark = pytest.mark.django_db


def test_a_person_gets_another_role(cara: User, root: User, at: datetime) -> None:
    change_role(actor=root, person=cara, role=Role.HUNTER, at=at)
    cara.refresh_from_db()
    assert cara.role == Role.HUNTER


def test_only_the_administrator_and_never_for_oneself(
    cara: User, sue: User, root: User, at: datetime
) -> None:
    for actor, person in ((sue, cara), (cara, cara), (root, root)):
        with pytest.raises(NotYours):
            change_role(actor=actor, person=person, role=Role.FINANCE, at=at)
    assert set(User.objects.values_list("role", flat=True)) == {"call_manager", "sales_head", "admin"}


def test_the_same_role_and_who_left_are_refused(cara: User, root: User, at: datetime) -> None:
    with pytest.raises(SameRole):
        change_role(actor=root, person=cara, role=Role.CALL_MANAGER, at=at)
    User.objects.filter(pk=cara.pk).update(is_active=False)
    with pytest.raises(AlreadyDismissed):
        change_role(actor=root, person=cara, role=Role.HUNTER, at=at)
