"""The timeline in words: each stage's verb is a sentence here, because only the roof knows all stages.

An activity holds ids, codes and numbers; names are looked up once per page, codes and money are worded for the reader.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from salesorg.clients.models import Activity
from salesorg.dashboards.forms.settings import LevelForm, PercentField, SettingsForm
from salesorg.dashboards.sentences import CODES, SENTENCES, Sentence
from salesorg.lib.ui.figures import readable_moment
from salesorg.lib.ui.format import money_text
from salesorg.people.models import User

# Under these names an activity's data holds a person's id.
PEOPLE = {
    "farmer",
    "hunter",
    "keeper",
    "before",
    "person",
    "manager",
    "owner",
    "seller",
    "booked_by",
    "was_hunter",
}
# Under these names it holds what somebody typed; it stands below the sentence, never inside it.
TYPED = ("note", "text", "answer", "reason", "brief", "next_step", "outcome_note")
MONEY = {"amount", "total", "bonus"}
# A changed setting is called as in its form.
SETTINGS = {**SettingsForm.base_fields, **LevelForm.base_fields}


@dataclass(frozen=True)
class Event:
    """One line of the timeline, as the design system's `{% timeline %}` draws it."""

    at: datetime
    title: str
    text: str
    who: str
    icon: str
    color: str
    url: str = ""


def events_of(activities: Iterable[Activity]) -> list[Event]:
    """Return activities (with `actor`) as lines to read, in the language and time zone of the reader."""
    rows = list(activities)
    names = _names(rows)
    return [_event(row, names) for row in rows]


def _event(row: Activity, names: Mapping[int, str]) -> Event:
    known = SENTENCES.get(row.verb)
    sentence = known or Sentence(row.verb.replace("_", " ").capitalize(), "point")
    data = row.data if isinstance(row.data, dict) else {}
    return Event(
        at=row.at,
        title=_filled(str(sentence.text), _Worded(data, names)),
        text=_typed(data),
        who=row.actor.name if row.actor else _("By itself"),
        icon=sentence.icon,
        color=sentence.color,
    )


def _filled(text: str, data: "_Worded") -> str:
    try:
        return text % data
    except (TypeError, ValueError, KeyError):
        # A translation with a broken placeholder must not take the page with it.
        return text


def _typed(data: Mapping[str, Any]) -> str:
    texts = [data.get(name) for name in TYPED]
    return "\n".join(str(CODES.get(text, text)) for text in texts if isinstance(text, str) and text)


def _names(rows: list[Activity]) -> dict[int, str]:
    """The names of all people whom the rows mention, in one query."""
    data = [row.data for row in rows if isinstance(row.data, dict)]
    ids = {value for one in data for name, value in one.items() if name in PEOPLE and isinstance(value, int)}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


class _Worded(dict[str, Any]):
    """An activity's data, worded as it is asked for; what is missing reads as a dash."""

    def __init__(self, data: Mapping[str, Any], names: Mapping[int, str]) -> None:
        super().__init__(data)
        self.names = names

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None or value == "":
            return "—"
        if name in PEOPLE and isinstance(value, int):
            return self.names.get(value, "—")
        if name in MONEY:
            return _money(value, self.get("currency"))
        if isinstance(value, list):
            return ", ".join(worded(one) for one in value)
        return changes(value, self.get("was")) if isinstance(value, dict) else worded(value)

    def __missing__(self, name: str) -> str:
        return "—"


def _money(value: object, currency: object) -> str:
    try:
        return money_text(str(value), str(currency or ""), get_language() or "en")
    except InvalidOperation:
        return str(value)


def worded(value: object) -> str:
    """A code as its words, a time or day as people read it, everything else as it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, str):
        return str(value)
    label: str | Promise | None = CODES.get(value)
    if label is not None:
        return str(label)
    return readable_moment(value) or value


def changes(now: Mapping[str, object], was: object) -> str:
    """«label: before → after» for every changed setting, as its form calls it and shows it."""
    before = was if isinstance(was, dict) else {}
    return "; ".join(
        f"{_label(name)}: {_set_to(name, before.get(name, '—'))} → {_set_to(name, value)}"
        for name, value in now.items()
    )


def _label(name: str) -> str:
    field = SETTINGS.get(name)
    return str(field.label or name) if field else name


def _set_to(name: str, value: object) -> str:
    if not isinstance(SETTINGS.get(name), PercentField):
        return str(value)
    try:
        return f"{(Decimal(str(value)) * 100).normalize():f}"
    except InvalidOperation:
        return str(value)
