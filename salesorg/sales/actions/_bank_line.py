"""Steps of every decision about a bank's line: who may, the locks in their order, and what is written of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal

from salesorg.clients.models import Company
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation
from salesorg.sales.alike_payments import typed_twin_of
from salesorg.sales.bank_refusals import LineDecided, LooksAlike, LooksTyped
from salesorg.sales.bank_twins import twin_of
from salesorg.sales.models import BankLine, Payment


def finance_only(actor: User | None) -> None:
    """Refusal: `NotYours`, for everybody but finance (and nobody: demo data and the matching itself)."""
    if actor is not None and not actor.is_in(Role.FINANCE):
        raise NotYours


def lock_companies(ids: Iterable[int]) -> None:
    """Lock companies in the order of their ids: two that lock several never wait for each other in a circle."""
    wanted = sorted(set(ids))
    list(Company.objects.locked().filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True))


def lock_line(line: BankLine) -> BankLine:
    """Return the line as it now is, locked. Refusal: `LineDecided` when it waits no more."""
    found = BankLine.objects.select_for_update(of=("self",), no_key=True).get(pk=line.pk)
    if not found.is_open:
        raise LineDecided
    return found


def refuse_twin(line: BankLine, confirm: bool) -> None:
    """Refusal: `LooksAlike`, for a line that another statement seems to have brought, unless a person says that it is other money."""
    if not confirm and twin_of(line) is not None:
        raise LooksAlike


def refuse_typed(line: BankLine, shares: Sequence[tuple[int, Decimal]], confirm: bool) -> None:
    """Refusal: `LooksTyped`, for money that seems to be recorded without the bank, unless a person says that it is other money.

    `shares`: the sales (ids) that the line pays, each with the amount. The caller holds their companies' locks.
    """
    if not confirm and (payment := typed_twin_of(line, shares)) is not None:
        raise LooksTyped(payment)


def decide(
    line: BankLine, state: str, why: str, *, actor: User | None, at: datetime, payment: Payment | None = None
) -> BankLine:
    """Write what became of a line."""
    line.state, line.why, line.payment, line.decided_by, line.decided_at = state, why, payment, actor, at
    line.save(update_fields=["state", "why", "payment", "decided_by", "decided_at"])
    return line


def moment_of(line: BankLine, at: datetime) -> datetime:
    """Return when a line's money moved: noon of its day, which is that day whatever the clocks do; of today not later than now."""
    noon = datetime.combine(line.day, time(12), organisation().zone)
    return min(noon, at) if line.day == at.astimezone(noon.tzinfo).date() else noon
