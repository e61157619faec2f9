"""What a request leaves in the log: ids, no names, phones or secrets."""

import pytest
from django.test import Client, RequestFactory

from salesorg.lib.logs import RequestLog
from salesorg.people.models import User

pytestmark = pytest.mark.django_db


def test_what_was_searched_for_stays_out_of_the_log(
    client: Client, adam: User, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(adam)
    client.get("/calls/do-not-call/", {"phone": "+12125550199"})
    said = capsys.readouterr()
    assert "/calls/do-not-call/" in said.out + said.err
    assert "2125550199" not in said.out + said.err


def test_a_secret_in_a_path_is_left_out() -> None:
    asked = RequestFactory().get("/hunting/calendar/WzUsIjEyMzQ1Njc4OTAiXQ-abcdef.ics")
    assert RequestLog.format_request(asked) == "GET /hunting/calendar/…"
