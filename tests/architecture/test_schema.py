"""The OpenAPI schema can be made, and nothing in it is guessed."""

from io import StringIO

from django.core.management import call_command


def test_the_schema_is_valid_and_nothing_is_guessed() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())
