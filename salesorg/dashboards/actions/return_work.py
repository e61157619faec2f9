from datetime import datetime

import callcenter.actions
import farmers.actions
import handoff.actions
import hunters.actions
from salesorg.people.models import User


def return_work(*, actor: User, person: User, at: datetime) -> dict[str, int]:
    """Give back what is in a person's hands; a step of `let_person_go` and `give_role`, in their transaction.

    The lead in hand returns to the queue, meetings and open deals go to the head of hunters, handoffs not accepted yet
    and accounts to the head of the client department. Returns how many of each.
    """
    return {
        "claims": _many(callcenter.actions.release_claims_of(actor=actor, person=person, at=at)),
        "prospects": _many(hunters.actions.return_prospects_of(actor=actor, person=person, at=at)),
        "handoffs": _many(handoff.actions.return_handoffs_of(actor=actor, person=person, at=at)),
        "accounts": _many(farmers.actions.return_portfolio_of(actor=actor, person=person, at=at)),
    }


def _many(returned: int | None) -> int:
    return returned or 0
