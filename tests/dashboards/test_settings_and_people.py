"""The administrator's pages."""

from typing import Any

import pytest
from django.test import Client

from farmers.models import ServiceLevel
from salesorg.clients.models import Activity
from salesorg.people.models import Absence, Organisation, Team, User
from tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db


def settings_form(client: Client, **changes: Any) -> dict[str, Any]:
    form = client.get("/people/settings/").context["form"]
    typed = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in (typed | changes).items()}


def test_a_setting_is_changed_and_recorded(root: User, org: Organisation, client: Client) -> None:
    client.force_login(root)
    assert (
        client.post("/people/settings/", settings_form(client, hunters_norm=7, vat_rate="20")).status_code
        == 302
    )
    org.refresh_from_db()
    assert (org.hunters_norm, str(org.vat_rate)) == (7, "0.200")
    written = Activity.objects.get(company=None)
    assert written.verb == "settings_changed"
    assert set(written.data["now"]) == {"hunters_norm", "vat_rate"}
    page = client.get("/people/record/").content.decode()
    assert "Hunters at least: 5 → 7" in page
    assert "VAT, per cent: 0 → 20" in page


def test_saving_without_a_change_records_nothing(sue: User, org: Organisation, client: Client) -> None:
    client.force_login(sue)
    assert client.post("/people/settings/", settings_form(client)).status_code == 302
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"time_zone": "Mars/Olympus"}, {"claim_lease_minutes": 0}, {"currency": "rubles"}, {"closes_at": "08:00"},
     {"extra_holidays": "soon"}, {"working_days": []}, {"vat_rate": "100"}, {"overload_share": "0"}],
)  # fmt: skip
def test_what_would_stop_the_department_is_refused(
    root: User, org: Organisation, client: Client, wrong: dict[str, Any]
) -> None:
    client.force_login(root)
    before = Organisation.objects.values().get()
    assert client.post("/people/settings/", settings_form(client, **wrong)).status_code == 422
    assert Organisation.objects.values().get() == before


def test_a_service_level_is_changed(sue: User, org: Organisation, client: Client) -> None:
    client.force_login(sue)
    level = ServiceLevel.objects.get(code="A")
    url = f"/people/settings/levels/{level.pk}/"
    form = {"touch_days": 5, "neglect_days": 10, "lost_days": 40, "answer_hours": 4, "weight": "2.5"}
    assert client.post(url, form | {"neglect_days": 3}).status_code == 422
    assert client.post(url, form).status_code == 302
    level.refresh_from_db()
    assert (level.touch_days, level.neglect_days, str(level.weight)) == (5, 10, "2.5")
    assert client.get("/people/record/").status_code == 200


def test_somebody_is_hired_and_can_sign_in(root: User, client: Client) -> None:
    client.force_login(root)
    form = {
        "username": "cleo",
        "name": "Cleo Vance",
        "role": "call_manager",
        "language": "ru",
        "password": "quite-another-9",
    }
    assert client.post("/people/hire/", form | {"password": "short"}).status_code == 422
    assert client.post("/people/hire/", form | {"role": "emperor"}).status_code == 422
    assert client.post("/people/hire/", form | {"idempotency_key": "k"}).status_code == 302
    assert client.post("/people/hire/", form | {"idempotency_key": "k"}).status_code == 302, (
        "the same form again"
    )
    assert client.post("/people/hire/", form).status_code == 422, "the name is taken"
    cleo = User.objects.get(username="cleo")
    assert (cleo.time_zone, cleo.role) == ("America/New_York", "call_manager")
    assert Client().post("/login/", {"username": "cleo", "password": "quite-another-9"}).status_code == 302


def test_a_person_is_changed_but_not_the_role(root: User, cara: User, client: Client) -> None:
    client.force_login(root)
    team = Team.objects.create(name="Early")
    form = {
        "name": "Cara B",
        "email": "",
        "team": team.pk,
        "capacity": "12.5",
        "segments": "dairy, fish,dairy",
        "role": "admin",
    }
    assert client.post(f"/people/{cara.pk}/", form).status_code == 302
    cara.refresh_from_db()
    assert (cara.name, cara.team, cara.segments, cara.role) == (
        "Cara B",
        team,
        ["dairy", "fish"],
        "call_manager",
    )


def details(who: User, **changes: Any) -> dict[str, Any]:
    return {
        "name": who.name,
        "email": "",
        "team": "",
        "capacity": "",
        "segments": "",
        "extension": "",
    } | changes


def test_a_person_gets_an_extension_that_nobody_else_has(
    root: User, cara: User, cody: User, client: Client
) -> None:
    client.force_login(root)
    assert client.post(f"/people/{cara.pk}/", details(cara, extension="101")).status_code == 302
    answer = client.post(f"/people/{cody.pk}/", details(cody, extension="101", name="Other"))
    assert answer.status_code == 422
    assert answer.context["details"].errors["extension"] == [
        "Somebody who works here already has this extension."
    ]
    cara.refresh_from_db()
    cody.refresh_from_db()
    assert (cara.extension, cody.extension, cody.name) == ("101", "", "Cody")
    assert client.post(f"/people/{cody.pk}/", details(cody, extension="10 2")).status_code == 422
    User.objects.filter(pk=cara.pk).update(is_active=False)
    assert client.post(f"/people/{cody.pk}/", details(cody, extension="101")).status_code == 302, (
        "cara has left"
    )


def test_the_right_to_take_tables_out_is_given_taken_and_recorded(
    root: User, cara: User, client: Client
) -> None:
    client.force_login(root)
    for sent, verb, said in (
        ({"may_export": "on"}, "export_allowed", "Cara may take tables out as files"),
        ({}, "export_forbidden", "Cara may take tables out as files no more"),
    ):
        for _ in range(2):
            assert client.post(f"/people/{cara.pk}/", details(cara, **sent)).status_code == 302
        cara.refresh_from_db()
        assert cara.may_export == bool(sent)
        assert Activity.objects.filter(verb=verb).count() == 1, "the second time changed nothing"
        assert said in client.get("/people/record/").content.decode()


def test_a_newcomer_may_have_both(root: User, cara: User, client: Client) -> None:
    client.force_login(root)
    User.objects.filter(pk=cara.pk).update(extension="101")
    form = {"username": "cleo", "name": "Cleo", "role": "hunter", "language": "en", "password": "quite-another-9",
            "may_export": "on"}  # fmt: skip
    answer = client.post("/people/hire/", form | {"extension": "101"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["extension"])
    assert not User.objects.filter(username="cleo").exists()
    assert client.post("/people/hire/", form | {"extension": "102"}).status_code == 302
    cleo = User.objects.get(username="cleo")
    assert (cleo.extension, cleo.may_export) == ("102", True)
    assert set(Activity.objects.values_list("verb", flat=True)) == {"person_hired", "export_allowed"}


def test_a_forgotten_password_is_replaced(root: User, cara: User, client: Client) -> None:
    client.force_login(root)
    assert client.post(f"/people/{cara.pk}/password/", {"new": "short"}).status_code == 422
    assert client.post(f"/people/{cara.pk}/password/", {"new": "quite-another-9"}).status_code == 302
    assert Client().post("/login/", {"username": "cara", "password": PASSWORD}).status_code == 200
    assert Client().post("/login/", {"username": "cara", "password": "quite-another-9"}).status_code == 302


def test_absences_of_the_own_people(adam: User, cara: User, hal: User, client: Client) -> None:
    client.force_login(adam)
    form = {"person": cara.pk, "starts_on": "2030-01-07", "ends_on": "2030-01-11", "reason": "vacation"}
    assert client.post("/people/absences/", form | {"person": hal.pk}).status_code == 422
    assert client.post("/people/absences/", form | {"ends_on": "2030-01-01"}).status_code == 422
    assert client.post("/people/absences/", form).status_code == 302
    assert client.post("/people/absences/", form).status_code == 422, "the same days again"
    absence = Absence.objects.get()
    assert client.get("/people/absences/").context["rows"][0] == absence
    assert client.post(f"/people/absences/{absence.pk}/cancel/").status_code == 302
    assert not Absence.objects.exists()


def test_the_list_is_narrowed(root: User, cara: User, hal: User, client: Client) -> None:
    client.force_login(root)
    person("gone", "hunter", is_active=False)  # type: ignore[arg-type]

    def found(**asked: str) -> set[str]:
        return {one.username for one in client.get("/people/", asked).context["page"]}

    assert found() == {"root", "cara", "hal"}
    assert found(search="CAR") == {"cara"}
    assert found(role="hunter", state="all") == {"hal", "gone"}
    assert found(state="left") == {"gone"}
    assert found(state="away") == set()


def test_few_queries_for_many_people(root: User, client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        person(f"c{number}", "call_manager")  # type: ignore[arg-type]
    client.force_login(root)
    with django_assert_max_num_queries(9):
        client.get("/people/")
