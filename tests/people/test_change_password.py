import pytest

from salesorg.lib.refusals import NotYours
from salesorg.people.actions import change_password, reset_password
from salesorg.people.actions.change_password import WrongPassword
from salesorg.people.actions.hire_person import PasswordTooWeak
from salesorg.people.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_the_password_changes(cara: User) -> None:
    change_password(actor=cara, current=PASSWORD, new="quite-another-9")
    assert User.objects.get(pk=cara.pk).check_password("quite-another-9")


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        ("wrong", "quite-another-9", WrongPassword),
        (PASSWORD, "short", PasswordTooWeak),
        (PASSWORD, "password123", PasswordTooWeak),
    ],
)
def test_refused_and_nothing_changed(cara: User, current: str, new: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        change_password(actor=cara, current=current, new=new)
    assert User.objects.get(pk=cara.pk).check_password(PASSWORD)


def test_the_administrator_gives_a_new_one_and_nobody_else(cara: User, cody: User, root: User) -> None:
    with pytest.raises(NotYours):
        reset_password(actor=cody, person=cara, new="quite-another-9")
    reset_password(actor=root, person=cara, new="quite-another-9")
    assert User.objects.get(pk=cara.pk).check_password("quite-another-9")
