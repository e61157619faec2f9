"""The staffing norms (product.md 6, «Norms»): green, amber or red, and why, in words. Pure: counts are handed in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from salesorg.lib.ui.figures import written

Level = Literal["green", "amber", "red"]
Text = str | Promise


@dataclass(frozen=True)
class Staff:
    """People of one role: how many are employed and how many of them are here today."""

    employed: int
    present: int


@dataclass(frozen=True)
class Norm:
    """One department against its norm."""

    code: str
    name: Text
    level: Level
    reason: Text
    employed: int
    present: int
    wanted: int


def call_centre(managers: Staff, admins: Staff, wanted: int) -> Norm:
    """Red: too few call managers, or no administrator; amber: one is missing for a day; else green."""
    level: Level = "green"
    reason: Text = _("Enough call managers, and an administrator.")
    if admins.employed == 0:
        level, reason = "red", _("There is no administrator: without one, output falls at least threefold.")
    elif managers.employed < wanted:
        level, reason = "red", _too_few(managers.employed, wanted, _("call managers"))
    elif admins.present == 0:
        level, reason = "amber", _("The administrator is away today.")
    elif managers.present < wanted:
        level, reason = "amber", _away(managers.present, wanted, _("call managers"))
    return Norm("call_centre", _("Call centre"), level, reason, managers.employed, managers.present, wanted)


def active_sales(hunters: Staff, heads: Staff, wanted: int) -> Norm:
    """Red: fewer hunters than the norm; amber: just enough with one away, or no head; else green."""
    level: Level = "green"
    reason: Text = _("Enough hunters, and a head.")
    if hunters.employed < wanted:
        level, reason = "red", _too_few(hunters.employed, wanted, _("hunters"))
    elif heads.employed == 0:
        level, reason = "amber", _("The hunters have no head.")
    elif hunters.present < wanted:
        level, reason = "amber", _away(hunters.present, wanted, _("hunters"))
    return Norm("active_sales", _("Active sales"), level, reason, hunters.employed, hunters.present, wanted)


def client_department(farmers: Staff, *, hire: int, by: date | None, overloaded: int) -> Norm:
    """Red: the department must grow; amber: somebody is overloaded; else green. `wanted` is who there should be."""
    level: Level = "green"
    reason: Text = _("There is room for new clients.")
    if hire:
        reason = ngettext_lazy(
            "The client department must grow by %(n)s person",
            "The client department must grow by %(n)s people",
            "n",
        ) % {"n": hire}
        level, reason = "red", format_lazy("{} {}.", reason, _by(by))
    elif overloaded:
        level = "amber"
        reason = ngettext_lazy(
            "%(n)s farmer is overloaded: full, or nearly, with neglected clients.",
            "%(n)s farmers are overloaded: full, or nearly, with neglected clients.",
            "n",
        ) % {"n": overloaded}
    return Norm(
        "client_department", _("Client department"), level, reason, farmers.employed, farmers.present,
        farmers.employed + hire,
    )  # fmt: skip


def _by(day: date | None) -> Text:
    return format_lazy(_("by {day}"), day=lazy(written, str)(day, "date")) if day else _("now")


def _too_few(there: int, wanted: int, whom: Text) -> Text:
    return format_lazy(_("{there} of {wanted} {whom}: the red zone."), there=there, wanted=wanted, whom=whom)


def _away(there: int, wanted: int, whom: Text) -> Text:
    return format_lazy(_("{there} of {wanted} {whom} are here today."), there=there, wanted=wanted, whom=whom)
