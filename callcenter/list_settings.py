"""What of a call list can be set, and what of it cannot be: shared by opening a list and changing one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _

from callcenter.models import AttemptRule, CallList, Disposition, Script
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Role, Team, User

LONGEST_RETRY_MINUTES = 60 * 24 * 365


class SettingRefused(ActionRefused):
    """A setting that cannot be; `field` is the one to mend."""

    field = ""


class WindowClosed(SettingRefused):
    code, field = "calling_window_closed", "calling_to"
    text = _("Calling must end later than it begins.")


class NoCallingDay(SettingRefused):
    code, field = "no_calling_day", "calling_days"
    text = _("Choose at least one day on which the list is called.")


class NoAttempt(SettingRefused):
    code, field = "no_attempt", "max_attempts"
    text = _("A company is tried at least once.")


class LimitsWrong(SettingRefused):
    code, field = "list_limits_wrong", "calls_in_all"
    text = _("A limit of calls is at least one; leave it empty for no limit.")


class NoCallbackDay(SettingRefused):
    code, field = "no_callback_day", "callback_days"
    text = _("A callback may be promised at least one day ahead.")


class RuleWrong(ActionRefused):
    code = "attempt_rule_wrong"
    text = _(
        "An attempt rule is only for results after which one tries again, after a minute to a year, at least once."
    )


class CannotCall(SettingRefused):
    code, field = "cannot_call", "people"
    text = _("A list can be assigned only to call managers who work here.")


@dataclass(frozen=True, slots=True)
class AttemptWish:
    """A list's own rule for one result (code): try again after so many minutes, at most so often; None is as usual."""

    disposition: str
    retry_minutes: int | None = None
    most: int | None = None


class ListSettings(TypedDict, total=False):
    """What can be set; what is left out stays. `people`, `teams`: who calls the list, nobody named means everybody."""

    name: str
    script: Script | None
    priority: int
    region: str
    calling_from: time
    calling_to: time
    calling_days: Sequence[int]
    max_attempts: int
    callback_days: int
    paused: bool
    expires_on: date | None
    calls_a_day: int | None
    calls_in_all: int | None
    spread_attempts: bool
    people: Iterable[User]
    teams: Iterable[Team]
    attempt_rules: Iterable[AttemptWish]


RELATED = ("people", "teams", "attempt_rules")


def columns_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that are columns of the list, as the columns keep them."""
    found = {name: value for name, value in settings.items() if name not in RELATED}
    if "calling_days" in found:
        found["calling_days"] = sorted(set(found["calling_days"]))
    if "name" in found:
        found["name"] = found["name"].strip()
    if found.get("region"):
        found["region"] = found["region"].upper()
    return found


def refuse_what_cannot_be(of: CallList) -> None:
    """Refuse a list that nobody could ever be called from.

    Refusals: `WindowClosed`, `NoCallingDay`, `NoAttempt`, `NoCallbackDay`, `LimitsWrong`.
    """
    if of.calling_to <= of.calling_from:
        raise WindowClosed
    if not of.calling_days:
        raise NoCallingDay
    if of.max_attempts < 1:
        raise NoAttempt
    if of.callback_days < 1:
        raise NoCallbackDay
    if any(limit is not None and limit < 1 for limit in (of.calls_a_day, of.calls_in_all)):
        raise LimitsWrong


def set_related(of: CallList, settings: Mapping[str, Any]) -> list[str]:
    """Set who calls the list and its attempt rules, keep `is_assigned` true exactly when somebody is named.

    Returns the names of the settings that changed. Refusals: `CannotCall`, `RuleWrong`. The caller holds the list's lock.
    """
    changed = []
    if "people" in settings and _set_people(of, {one.pk for one in settings["people"]}):
        changed.append("people")
    if "teams" in settings and _set_ids(of.teams, {one.pk for one in settings["teams"]}):
        changed.append("teams")
    if "attempt_rules" in settings and _set_rules(of, settings["attempt_rules"]):
        changed.append("attempt_rules")
    assigned = of.people.exists() or of.teams.exists()
    if assigned != of.is_assigned:
        of.is_assigned = assigned
        of.save(update_fields=["is_assigned"])
    return changed


def _set_people(of: CallList, wanted: set[int]) -> bool:
    """Who was named before may stay though dismissed meanwhile; who is new must be able to call."""
    new = wanted - set(of.people.values_list("pk", flat=True))
    if User.objects.in_role(Role.CALL_MANAGER).filter(pk__in=new).count() != len(new):
        raise CannotCall
    return _set_ids(of.people, wanted)


def _set_ids(related: Any, wanted: set[int]) -> bool:
    if set(related.values_list("pk", flat=True)) == wanted:
        return False
    related.set(wanted)
    return True


def _set_rules(of: CallList, wishes: Iterable[AttemptWish]) -> bool:
    wanted = {one.disposition: (one.retry_minutes, one.most) for one in wishes}
    wanted = {code: rule for code, rule in wanted.items() if rule != (None, None)}
    known = AttemptRule.objects.filter(call_list=of).values_list("disposition__code", "retry_minutes", "most")
    if {code: (retry, most) for code, retry, most in known} == wanted:
        return False
    retried = dict(Disposition.objects.filter(retry_minutes__isnull=False).values_list("code", "pk"))
    for code, (retry, most) in wanted.items():
        if code not in retried or not 1 <= (retry or 1) <= LONGEST_RETRY_MINUTES or retry == 0 or most == 0:
            raise RuleWrong
        if most is not None and not 1 <= most <= 100:
            raise RuleWrong
    AttemptRule.objects.filter(call_list=of).delete()
    AttemptRule.objects.bulk_create(
        AttemptRule(call_list=of, disposition_id=retried[code], retry_minutes=retry, most=most)
        for code, (retry, most) in wanted.items()
    )
    return True
