"""How a call is refused: sentences for the call manager, with a way on."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from salesorg.lib.refusals import ActionRefused


class ClaimHeld(ActionRefused):
    """The person already has a lead in hand: `claim_id` says which."""

    code = "claim_held"
    text = _("You already have a lead in hand. Log its call first.")

    def __init__(self, claim_id: int) -> None:
        super().__init__()
        self.claim_id = claim_id


class ClaimExpired(ActionRefused):
    code = "claim_expired"
    text = _(
        "This lead was held too long and went back to the queue. Nothing was saved; your note is still here."
    )


class ClaimEnded(ActionRefused):
    code = "claim_ended"
    text = _("This call has already been logged.")


class ClaimNotYours(ActionRefused):
    code = "claim_not_yours"
    text = _("This lead is in somebody else's hands.")


class AuditDecided(ActionRefused):
    code = "audit_decided"
    text = _("This meeting was decided about already.")


class SayWhy(ActionRefused):
    code = "say_why"
    text = _("Say why the meeting goes back: the call manager reads it.")


class UnknownDisposition(ActionRefused):
    code = "unknown_disposition"
    text = _("Choose how the call ended.")


class AnswerNeeded(ActionRefused):
    """The call result asks for something that is missing or impossible; `field` names it (API: 400)."""

    code = "answer_needed"
    text = _("Something is missing for this call result.")

    def __init__(self, field: str, text: object) -> None:
        super().__init__(str(text))
        self.field = field


class OnBreak(ActionRefused):
    code = "on_break"
    text = _("You are on a break. End it, and the next lead comes.")


class NoBreak(ActionRefused):
    code = "no_break"
    text = _("You are not on a break.")


class CallbackNotYours(ActionRefused):
    """Not promised by this person, or not open any more: for who asks it is not there."""

    code = "callback_not_yours"
    text = _("This callback is not yours any more.")


class CallbacksFull(ActionRefused):
    """The person has as many promises open as one can keep."""

    code = "callbacks_full"

    def __init__(self, number: int) -> None:
        text = ngettext(
            "You have %(number)d callback open, as many as one may. Call it first, or give it up.",
            "You have %(number)d callbacks open, as many as one may. Call some first, or give some up.",
            number,
        )
        super().__init__(text % {"number": number})


class NoNumber(ActionRefused):
    code = "no_number"
    text = _("This is no telephone number. Type it with its area code, in any spelling.")
