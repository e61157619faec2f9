import pytest
from django.test import Client

from salesorg.people.models import Team, User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
TOKEN = "/api/v1/token/"


def ask(username: str, password: str, **more: str) -> tuple[int, dict[str, str]]:
    body = {"username": username, "password": password, **more}
    answer = Client().post(TOKEN, body, content_type="application/json")
    return answer.status_code, answer.json()


def test_a_token_opens_the_api(cara: User) -> None:
    status, body = ask("cara", PASSWORD)
    assert status == 200
    me = Client().get("/api/v1/me/", headers={"Authorization": f"Token {body['token']}"})
    assert me.json() == {
        "id": cara.pk, "username": "cara", "name": "Cara", "role": "call_manager", "team": None, "language": "en",
        "time_zone": "America/New_York",
    }  # fmt: skip


def test_me_names_the_team(cara: User, client: Client) -> None:
    cara.team = Team.objects.create(name="Early birds")
    cara.save()
    client.force_login(cara)
    assert client.get("/api/v1/me/").json()["team"] == "Early birds"


def test_a_wrong_password_and_an_unknown_name_look_alike(cara: User) -> None:
    assert ask("cara", "wrong") == ask("nobody", "wrong")
    assert ask("cara", "wrong")[0] == 400


def test_who_left_gets_no_token(cara: User) -> None:
    User.objects.filter(pk=cara.pk).update(is_active=False)
    assert ask("cara", PASSWORD) == ask("nobody", PASSWORD)


def test_an_unknown_field_is_refused(cara: User) -> None:
    status, body = ask("cara", PASSWORD, role="admin")
    assert (status, list(body)) == (400, ["role"])


def test_five_wrong_passwords_shut_the_account(cara: User) -> None:
    for _ in range(5):
        ask("cara", "wrong")
    status, body = ask("cara", PASSWORD)
    assert (status, body["code"]) == (429, "locked_out")


def test_nobody_means_401(db: None) -> None:
    assert Client().get("/api/v1/me/").status_code == 401
