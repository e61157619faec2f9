"""How the hunters' rules say no: every sentence a person may read here, in one place."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused


class SlotTaken(ActionRefused):
    code = "slot_taken"
    text = _("The hunter already has a meeting at this time. Choose another one.")


class HunterNotFree(ActionRefused):
    code = "hunter_not_free"
    text = _("The hunter does not work at this time. Choose another one.")


class NoHunterFree(ActionRefused):
    code = "no_hunter_free"
    text = _("No hunter is free at this time. Choose another one.")


class HunterNotYoursToChoose(ActionRefused):
    code = "hunter_not_yours_to_choose"
    text = _(
        "The turn decides which hunter goes: your organisation lets nobody choose. Leave the hunter open."
    )


class LinkNotSafe(ActionRefused):
    code = "link_not_safe"
    text = _("The link of a video meeting begins with https:// and names a site.")


class PlaceOrLink(ActionRefused):
    code = "place_or_link"
    text = _("A meeting has a place or a video link, not both.")


class AddressUnknown(ActionRefused):
    code = "address_unknown"
    text = _("This is no e-mail address of the company. Choose one of its addresses or type a new one.")


class AlreadyOnItsWay(ActionRefused):
    code = "already_on_its_way"
    text = _("An invitation to this address is already on its way.")


class NoMailServer(ActionRefused):
    code = "no_mail_server"
    text = _("No mail server is set up, so nothing can be sent. Hand the invitation's file over instead.")


class CompanyMerged(ActionRefused):
    """The page was opened before the call centre made one company of two."""

    code = "company_merged"
    text = _("This company has been merged with another one meanwhile. Reload the page.")


class MeetingOnHold(ActionRefused):
    code = "meeting_on_hold"
    text = _("This meeting still waits for the call centre's administrator.")


class NotOnHold(ActionRefused):
    code = "not_on_hold"
    text = _("This meeting waits for nobody any more.")


class TimeInThePast(ActionRefused):
    code = "time_in_the_past"
    text = _("This time has already passed.")


class WrongLength(ActionRefused):
    code = "wrong_length"
    text = _("A meeting takes between 5 minutes and 12 hours.")


class MeetingAlreadyScheduled(ActionRefused):
    code = "meeting_already_scheduled"
    text = _("A meeting with this company is already scheduled.")


class OutcomeRecorded(ActionRefused):
    code = "outcome_recorded"
    text = _("The outcome of this meeting is already recorded.")


class UnknownOutcome(ActionRefused):
    code = "unknown_outcome"
    text = _("A meeting is held, a no-show or cancelled.")


class InOtherHands(ActionRefused):
    code = "in_other_hands"
    text = _("This company is in somebody else's hands.")


class NotAProspect(ActionRefused):
    code = "not_a_prospect"
    text = _("This company is not a prospect of the hunters.")


class AlreadyClient(ActionRefused):
    code = "already_client"
    text = _("This company became a client meanwhile: its first sale is already made.")


class DealClosed(ActionRefused):
    code = "deal_closed"
    text = _("This deal is already closed.")


class UnknownStage(ActionRefused):
    code = "unknown_stage"
    text = _("The pipeline has no such stage.")


class ReasonMissing(ActionRefused):
    code = "reason_missing"
    text = _("Say why.")


class StepMissing(ActionRefused):
    code = "next_step_missing"
    text = _("Every open deal has a next step with a date.")


class StepInThePast(ActionRefused):
    code = "next_step_in_the_past"
    text = _("The next step lies in the past.")


class AmountNegative(ActionRefused):
    code = "amount_negative"
    text = _("The amount must not be negative.")


class NotAClient(ActionRefused):
    code = "not_a_client"
    text = _("Only a client's other deal can go on as a cross-sell.")
