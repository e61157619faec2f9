"""Notices as sentences: each app says in its `notifications.py` what its kinds mean."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from salesorg.lib.ui.figures import readable_moment
from salesorg.lib.ui.format import money_text
from salesorg.people.models import Notice


@cache
def notice_texts() -> dict[str, Promise | str]:
    """Return every kind's sentence, found by the name of the room (`<app>/notifications.py`, `NOTICE_TEXTS`)."""
    texts: dict[str, Promise | str] = {}
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "notifications"):
            texts |= getattr(import_module(f"{app.name}.notifications"), "NOTICE_TEXTS", {})
    return texts


class _Blanks(dict[str, object]):
    """A placeholder without data reads as a dash: an old notice must not break the page."""

    def __missing__(self, key: str) -> str:
        return "—"


_MONEY = re.compile(r"(-?\d+\.\d{2}) ([A-Z]{3})")


def _readable(value: object) -> object:
    """A stored day, time or amount («-1000.00 USD») as the reader's language writes it; all else as it is."""
    found = _MONEY.fullmatch(value) if isinstance(value, str) else None
    if found:
        return money_text(found[1], found[2], get_language() or "en")
    return readable_moment(value) or value


def sentence_of(notice: Notice) -> str:
    """Return what the notice says, in the reader's language."""
    text = notice_texts().get(notice.kind)
    if text is None:
        return _("Something happened: %(kind)s") % {"kind": notice.kind}
    data: Mapping[str, object] = notice.data if isinstance(notice.data, dict) else {}
    try:
        return str(text) % _Blanks({name: _readable(value) for name, value in data.items()})
    except (TypeError, ValueError):
        return str(text)
