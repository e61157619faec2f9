"""Whether one company may be absorbed by another one, and what of it moves. Callers hold the locks of both."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.models import Lead, PossibleDuplicate
from salesorg.clients.models import Company, ContactPerson, ContactPoint, Ownership
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


def why_not_absorbed(company: Company, lead: Lead | None, by: Company, by_lead: Lead | None) -> str:
    """Return the sentence why `company` cannot be absorbed by the company `by`, or an empty string.

    Absorbed is only a mere lead: nobody but the call centre ever had to do with it, nobody is calling it, nobody promised
    it a call. Source: product.md 4.1.
    """
    name = {"name": company.name}
    if company.merged_into_id or by.merged_into_id:
        return str(_("One of the two has been merged meanwhile."))
    if company.status != Company.Status.LEAD or _was_owned(company):
        return str(_("«%(name)s» is or was with a hunter or farmer: keep that one.") % name)
    if Company.objects.filter(merged_into=company).exists():
        return str(_("«%(name)s» has itself taken in another one: keep that one.") % name)
    if lead is None:
        return ""
    if lead.state == Lead.State.CLAIMED:
        return str(_("«%(name)s» is being called right now: wait a moment, or keep that one.") % name)
    if lead.state == Lead.State.CALLBACK:
        return str(_("«%(name)s» was promised a callback: keep that one.") % name)
    if lead.closed_reason == DO_NOT_CALL and (by_lead is None or by_lead.closed_reason != DO_NOT_CALL):
        return str(_("«%(name)s» asked not to be called: keep that one.") % name)
    return ""


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
    points = ContactPoint.objects.filter(pk__in=moved["points"], company=kept).count()
    people = ContactPerson.objects.filter(pk__in=moved["people"], company=kept).count()
    if points != len(moved["points"]) or people != len(moved["people"]):
        return str(_("A number or a person that was moved is no longer there."))
    if moved.get("tax_id") and kept.tax_id != moved["tax_id"]:
        return str(_("The tax id that was moved has been changed since."))
    return ""


def refuse_unless(pair: Pair, *states: PossibleDuplicate.State) -> None:
    """Refuse with `DuplicateDecided` what is no longer in one of `states`: of two administrators one is first."""
    if pair.found.state not in states:
        raise DuplicateDecided


def _was_owned(company: Company) -> bool:
    """Whoever was met, bought or was served had an owner."""
    return Ownership.objects.filter(company=company).exists()
