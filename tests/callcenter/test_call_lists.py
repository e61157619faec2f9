"""Lists are opened and changed by the administrator."""

from datetime import datetime, time

import pytest

from callcenter.actions import create_call_list, update_call_list
from callcenter.actions.create_call_list import ListNameTaken, WindowClosed
from callcenter.list_settings import NoCallingDay
from callcenter.list_states import states_of
from callcenter.models import CallList
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_list_opens_with_the_default_script(org: Organisation, adam: User, at: datetime) -> None:
    made = create_call_list(actor=adam, name=" Hospitals ", at=at)
    assert (made.name, made.region, made.calling_days, made.created_by) == (
        "Hospitals",
        "US",
        [1, 2, 3, 4, 5],
        adam,
    )
    assert made.script is not None
    assert made.script.versions.get(is_published=True).number == 1
    assert Activity.objects.filter(verb="list_created").count() == 1


def test_names_are_unique_and_windows_open(adam: User, cara: User, at: datetime) -> None:
    create_call_list(actor=adam, name="A", at=at)
    with pytest.raises(ListNameTaken):
        create_call_list(actor=adam, name="A", at=at)
    with pytest.raises(WindowClosed):
        create_call_list(actor=adam, name="B", at=at, calling_from=time(18), calling_to=time(9))
    with pytest.raises(NoCallingDay):
        create_call_list(actor=adam, name="B", at=at, calling_days=[])
    with pytest.raises(NotYours):
        create_call_list(actor=cara, name="B", at=at)
    assert CallList.objects.count() == 1


def test_a_list_is_changed_and_what_is_left_out_stays(adam: User, sue: User, at: datetime) -> None:
    made = create_call_list(actor=adam, name="A", at=at, priority=3)
    changed = update_call_list(actor=adam, call_list=made, at=at, paused=True, calling_to=time(20))
    assert (changed.paused, changed.calling_to, changed.priority) == (True, time(20), 3)
    update_call_list(actor=adam, call_list=made, at=at, paused=True)
    assert Activity.objects.filter(verb="list_changed").get().data["changed"] == ["calling_to", "paused"]
    with pytest.raises(WindowClosed):
        update_call_list(actor=adam, call_list=made, at=at, calling_to=time(8))
    with pytest.raises(NotYours):
        update_call_list(actor=sue, call_list=made, at=at, priority=9)
    made.refresh_from_db()
    assert (made.priority, made.calling_to) == (3, time(20))


def test_counts_of_a_list(org: Organisation, at: datetime, django_assert_num_queries: object) -> None:
    of = factories.call_list()
    for state in ("waiting", "waiting", "claimed"):
        factories.lead(of, state=state)
    factories.lead(of, due_at=at.replace(year=2030))
    factories.lead(of, state="closed", closed_reason="not_a_fit")
    other = factories.call_list("Other")
    first, second = states_of([of, other], at)
    assert (first.counts.leads, first.counts.due, first.counts.waiting, first.counts.done) == (5, 2, 3, 1)
    assert (first.counts.left, first.days_left, second.counts.leads) == (4, None, 0)


def test_a_huge_list_is_counted_whole_and_kept_a_minute(
    org: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from callcenter import list_counts

    monkeypatch.setattr(list_counts, "COUNT_CAP", 3)
    of = factories.call_list()
    for _ in range(4):
        factories.lead(of)
    assert states_of([of], at)[0].counts.leads == 4
    factories.lead(of)
    assert states_of([of], at)[0].counts.leads == 4
    list_counts.forget_counts(of.pk)
    assert states_of([of], at)[0].counts.leads == 5
