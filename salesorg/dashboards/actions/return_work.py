from datetime import datetime

from django.utils.translation import gettext_lazy as _

import callcenter.actions
import farmers.actions
import handoff.actions
import hunters.actions
from salesorg.clients.queries import holdings_of
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User


class NobodyTakesOver(ActionRefused):
    code = "nobody_takes_over"
    text = _(
        "Nobody could take over the companies in this person's hands. Employ a head of the department first."
    )


def return_work(*, actor: User, person: User, at: datetime) -> dict[str, int]:
    """Give back what is in a person's hands; a step of `let_person_go` and `give_role`, in their transaction.

    The lead in hand returns to the queue, meetings and open deals go to the head of hunters, handoffs not accepted yet
    and accounts to the head of the client department. Returns how many of each. Refusals: `NobodyTakesOver`, and those of the three.
    """
    moved = {
        "claims": _many(callcenter.actions.release_claims_of(actor=actor, person=person, at=at)),
        "prospects": _many(hunters.actions.return_prospects_of(actor=actor, person=person, at=at)),
        "handoffs": _many(handoff.actions.return_handoffs_of(actor=actor, person=person, at=at)),
        "accounts": _many(farmers.actions.return_portfolio_of(actor=actor, person=person, at=at)),
    }
    if any(holdings_of(person).values()):
        raise NobodyTakesOver
    return moved


def _many(returned: int | None) -> int:
    return returned or 0
