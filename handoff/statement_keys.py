"""`17-2026-11`: the name of a person's month, in addresses and in the API, before and after it is closed."""

from datetime import date
from typing import NamedTuple

from django.urls import register_converter


class Key(NamedTuple):
    """A person's id and the first day of a month."""

    person_id: int
    month: date

    def __str__(self) -> str:
        return f"{self.person_id}-{self.month:%Y-%m}"


class StatementKey:
    """Path converter; what is no month leads nowhere (404)."""

    regex = r"[0-9]{1,18}-[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Key:
        person_id, year, month = value.split("-")
        return Key(int(person_id), date(int(year), int(month), 1))

    def to_url(self, value: Key | str) -> str:
        return str(value)


register_converter(StatementKey, "statement")
