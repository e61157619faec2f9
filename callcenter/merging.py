"""Whether one company may be absorbed by another one, and what of it moves. Callers hold the locks of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.models import Lead, PossibleDuplicate
from hunters.queries import InWork, in_work
from salesorg.clients.models import Activity, Company, ContactPerson, ContactPoint, Ownership
from salesorg.lib.refusals import ActionRefused

DO_NOT_CALL = "do_not_call"


class CannotBeAbsorbed(ActionRefused):
    code = "cannot_be_absorbed"


class DuplicateDecided(ActionRefused):
    code = "duplicate_decided"
    text = _("This pair has been decided meanwhile.")


class MergeStays(ActionRefused):
    code = "merge_stays"


@dataclass(frozen=True)
class Pair:
    """A possible duplicate with its two companies and their leads (none for a company that never was in a list)."""

    found: PossibleDuplicate
    companies: dict[int, Company]
    leads: dict[int, Lead]

    def other(self, company: int) -> Company:
        """The other one of the two."""
        return next(one for pk, one in self.companies.items() if pk != company)


def lock_pair(pair: int) -> Pair:
    """Lock both companies (in the order of their ids), their leads, then the pair, and read them as they are now."""
    ids = PossibleDuplicate.objects.values_list("first_id", "second_id").get(pk=pair)
    companies = {one.pk: one for one in Company.objects.locked().filter(pk__in=ids).order_by("pk")}
    leads = Lead.objects.select_for_update(of=("self",), no_key=True).filter(company__in=ids).order_by("pk")
    by_company = {lead.company_id: lead for lead in leads}
    found = PossibleDuplicate.objects.select_for_update(no_key=True).get(pk=pair)
    return Pair(found, companies, by_company)


@dataclass(frozen=True)
class Standing:
    """All that decides whether a company may be absorbed or absorb: itself, its lead, the name of who owns it now (or an
    empty text), whether it has itself taken in another one, what the hunters have ahead with it."""

    company: Company
    lead: Lead | None
    owner: str
    has_taken_in: bool
    work: InWork

    def is_closed_for(self, reason: str) -> bool:
        """Whether the lead is closed for this reason."""
        return self.lead is not None and self.lead.closed_reason == reason


# In short beside a pair, in full when it is tried all the same: {name} is the one that would go, {other} the one that stays.
HINDRANCES: dict[str, tuple[Promise, Promise]] = {
    "client": (_("is a client"), _("«%(name)s» is a client: keep that one.")),
    "taken_in": (
        _("has itself taken in another one"),
        _("«%(name)s» has itself taken in another one: keep that one."),
    ),
    "owned": (
        _("is with a hunter"),
        _("«%(name)s» is with a hunter and «%(other)s» with nobody: keep «%(name)s»."),
    ),
    "on_hold": (
        _("has a meeting that waits for your word"),
        _("«%(name)s» has a meeting that waits for your word: pass it on or send it back first."),
    ),
    "two_meetings": (
        _("has a meeting ahead, like the other one"),
        _("Both have a meeting ahead: let one of them be held or cancelled first."),
    ),
    "in_work": (
        _("is being worked on by a hunter, and the other one is a client"),
        _("«%(name)s» has a meeting ahead or an open deal, and «%(other)s» is a client: that has to be closed first."),
    ),
    "claimed": (
        _("is being called right now"),
        _("«%(name)s» is being called right now: wait a moment, or keep that one."),
    ),
    "callback": (_("was promised a callback"), _("«%(name)s» was promised a callback: keep that one.")),
    "do_not_call": (_("asked not to be called"), _("«%(name)s» asked not to be called: keep that one.")),
}  # fmt: skip


def hindrance(absorbed: Standing, by: Standing) -> str:
    """Return why the one cannot go into the other, a key of `HINDRANCES`, or an empty string. Source: product.md 4.1.

    Leads and prospects go with all they have. A client stays: its first sale, handoff and agreement are what they are, for
    ever. What nobody could carry on (two meetings ahead, a first deal with a client) is closed first.
    """
    to_client = by.company.status == Company.Status.CLIENT
    found = {
        "client": absorbed.company.status == Company.Status.CLIENT,
        "taken_in": absorbed.has_taken_in,
        "owned": bool(absorbed.owner) and not by.owner,
        "on_hold": absorbed.work.on_hold,
        "two_meetings": absorbed.work.meeting and by.work.meeting,
        "in_work": to_client and (absorbed.work.meeting or absorbed.work.deal),
    }
    if lead := absorbed.lead:
        found |= {
            "claimed": lead.state == Lead.State.CLAIMED,
            "callback": lead.state == Lead.State.CALLBACK,
            "do_not_call": absorbed.is_closed_for(DO_NOT_CALL) and not by.is_closed_for(DO_NOT_CALL),
        }
    return next((why for why, holds in found.items() if holds), "")


def standings(companies: Mapping[int, Company], leads: Mapping[int, Lead]) -> dict[int, Standing]:
    """Return how these companies (by id) stand, with their leads (by company): three queries, however many."""
    owned = Ownership.objects.current().filter(company__in=companies)
    owners = dict(owned.order_by().values_list("company", "owner__name"))
    absorbing = Company.objects.filter(merged_into__in=companies)
    taken_in = set(absorbing.order_by().values_list("merged_into", flat=True))
    work = in_work(companies)
    return {
        pk: Standing(company, leads.get(pk), owners.get(pk, ""), pk in taken_in, work.get(pk, InWork()))
        for pk, company in companies.items()
    }


def why_not_absorbed(pair: Pair, absorbed: Company) -> str:
    """Return the sentence why this one of a locked pair cannot go into the other one, or an empty string."""
    by = pair.other(absorbed.pk)
    if absorbed.merged_into_id or by.merged_into_id:
        return str(_("One of the two has been merged meanwhile."))
    stand = standings(pair.companies, pair.leads)
    why = hindrance(stand[absorbed.pk], stand[by.pk])
    return str(HINDRANCES[why][1]) % {"name": absorbed.name, "other": by.name} if why else ""


def why_merge_stays(pair: Pair) -> str:
    """Return the sentence why a merge can no longer be taken back exactly, or an empty string."""
    moved: dict[str, Any] = pair.found.moved
    kept = pair.companies[moved["kept"]]
    name = {"name": kept.name}
    lead = pair.leads.get(kept.pk)
    if lead is not None and lead.state == Lead.State.CLAIMED:
        return str(_("«%(name)s» is being called right now: wait until the call is over.") % name)
    changed_hands = Ownership.objects.filter(company=kept, started_at__gte=pair.found.decided_at)
    if changed_hands.exists():
        return str(_("«%(name)s» has changed hands since: its contacts stay where they are.") % name)
    if kept.merged_into_id is not None:
        return str(_("«%(name)s» has itself been merged since: undo that first.") % name)
    if _worked_on_since(pair):
        return str(
            _("«%(name)s»: a hunter has worked on what was moved since, what was said stands there.") % name
        )
    points = ContactPoint.objects.filter(pk__in=moved["points"], company=kept).count()
    people = ContactPerson.objects.filter(pk__in=moved["people"], company=kept).count()
    if points != len(moved["points"]) or people != len(moved["people"]):
        return str(_("A number or a person that was moved is no longer there."))
    if moved.get("tax_id") and kept.tax_id != moved["tax_id"]:
        return str(_("The tax id that was moved has been changed since."))
    return ""


def _worked_on_since(pair: Pair) -> bool:
    """Whether anything was done with a moved meeting or deal: its journal cannot go with it."""
    work = pair.found.moved.get("work") or {"meetings": [], "deals": []}
    named = Q(data__meeting__in=work["meetings"]) | Q(data__deal__in=work["deals"])
    since = Activity.objects.filter(company=pair.found.moved["kept"], at__gte=pair.found.decided_at)
    return since.filter(named).exists()


def refuse_unless(pair: Pair, *states: PossibleDuplicate.State) -> None:
    """Refuse with `DuplicateDecided` what is no longer in one of `states`: of two administrators one is first."""
    if pair.found.state not in states:
        raise DuplicateDecided
