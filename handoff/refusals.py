"""How this stage says no."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused


class NobodyCanTake(ActionRefused):
    code = "nobody_can_take"
    text = _(
        "No farmer and no head can take this client, and a client never goes to nobody. Hire a farmer first."
    )


class NoPlan(ActionRefused):
    code = "no_commission_plan"
    text = _("No commission plan is in force, so the hunter's pay cannot be agreed.")


class ChecklistIncomplete(ActionRefused):
    code = "checklist_incomplete"
    text = _(
        "The introduction is not complete: write two lines about the client and the promises (or say that there are none), arrange it, "
        "introduce the manager, give the contacts."
    )


class PromisesWritten(ActionRefused):
    code = "promises_written"
    text = _(
        "There are promises written down for this client, so it cannot be said that nothing was promised."
    )


class NoFarmerYet(ActionRefused):
    code = "no_farmer_yet"
    text = _("No farmer has been chosen yet; the head of the client department has to assign one first.")


class NotIntroduced(ActionRefused):
    code = "not_introduced"
    text = _("The hunter has not introduced you to the client yet.")


class AlreadyAccepted(ActionRefused):
    code = "already_accepted"
    text = _("This handoff is already accepted.")


class NotYourHandoff(ActionRefused):
    code = "not_your_handoff"
    text = _("This handoff is no longer with you.")


class ClientMoved(ActionRefused):
    code = "client_moved"
    text = _("The client was given to somebody else meanwhile; the head has to assign the handoff anew.")


class ReasonMissing(ActionRefused):
    code = "reason_missing"
    text = _("Say in a few words why.")


class NothingToMove(ActionRefused):
    code = "nothing_to_move"
    text = _("No client is chosen.")


class NotAFarmer(ActionRefused):
    code = "not_a_farmer"
    text = _(
        "A client can only be given to a farmer who works here, or to the head of the client department."
    )


class SameFarmer(ActionRefused):
    code = "same_farmer"
    text = _("This handoff is already with this person.")


class LanguageUnknown(ActionRefused):
    code = "language_unknown"
    text = _("There is no letter in this language.")


class VariablesUnknown(ActionRefused):
    """`names` are told beside the sentence."""

    code = "variables_unknown"

    def __init__(self, names: list[str]) -> None:
        listed = ", ".join(f"{{{name}}}" for name in names)
        super().__init__(_("The letter does not know %(names)s.") % {"names": listed}, names=names)


class LetterHasHoles(ActionRefused):
    """`names` are told beside the sentence."""

    code = "letter_has_holes"

    def __init__(self, names: list[str]) -> None:
        listed = ", ".join(f"{{{name}}}" for name in names)
        text = _("Nothing is known for %(names)s: write it into the text yourself.") % {"names": listed}
        super().__init__(text, names=names)


class LetterEmpty(ActionRefused):
    code = "letter_empty"
    text = _("A letter needs a subject and a text.")


class LetterAlreadySent(ActionRefused):
    code = "letter_already_sent"
    text = _("This farmer was already introduced at this address; a letter goes there once.")


class AddressUnknown(ActionRefused):
    code = "address_unknown"
    text = _("This is no e-mail address of the client.")


class NoMailServer(ActionRefused):
    code = "no_mail_server"
    text = _("No mail can be sent from here: the administrator has to name a mail server. Print the letter.")


class MonthNotBegun(ActionRefused):
    code = "month_not_begun"
    text = _("This month has not begun.")


class StatementClosed(ActionRefused):
    code = "statement_closed"
    text = _("This month, or a later one, is already closed for this person.")


class NothingToClose(ActionRefused):
    code = "nothing_to_close"
    text = _("There is nothing payable in this month for this person.")


class NothingToPay(ActionRefused):
    code = "nothing_to_pay"
    text = _("No closed statement of this month waits to be paid.")


class AlreadyPaid(ActionRefused):
    code = "already_paid"
    text = _("This statement is already paid.")


class PlanInThePast(ActionRefused):
    code = "plan_in_the_past"
    text = _("A plan comes into force today or later: what was promised for earlier sales stays.")


class PlanDayTaken(ActionRefused):
    code = "plan_day_taken"
    text = _(
        "Another version comes into force on this day. Choose another day, or withdraw that version first."
    )


class RatesImpossible(ActionRefused):
    code = "rates_impossible"
    text = _("Rates lie between 0 and 100 %, and sums are not negative.")


class TiersImpossible(ActionRefused):
    code = "tiers_impossible"
    text = _("The trailing rates need one for month 0, and each month only once, before the duration ends.")


class PlanInUse(ActionRefused):
    code = "plan_in_use"
    text = _(
        "This version is in force or somebody was already promised pay by it; publish a new one instead."
    )


class CurrencyUnknown(ActionRefused):
    code = "currency_unknown"
    text = _("A currency has three capital letters, for instance EUR.")


class SameCurrency(ActionRefused):
    code = "same_currency"
    text = _("A rate is between two different currencies.")


class RateNotPositive(ActionRefused):
    code = "rate_not_positive"
    text = _("The rate must be greater than zero.")


class RateKnown(ActionRefused):
    code = "rate_known"
    text = _("For this pair and this day a rate is already recorded.")


class EarlierMonthOpen(ActionRefused):
    code = "earlier_month_open"
    text = _(
        "An earlier month is still open for somebody. Close that one first, or its lines would slip into this one."
    )


class ClosingUnderWay(ActionRefused):
    code = "closing_under_way"
    text = _("This month is just being closed.")


class NothingToCorrect(ActionRefused):
    code = "nothing_to_correct"
    text = _("A correction of nothing corrects nothing: give an amount, with a minus if it is taken back.")


class WrongCurrency(ActionRefused):
    code = "wrong_currency"
    text = _("A correction must be in the currency of what it corrects.")


class DoesNotEarn(ActionRefused):
    code = "does_not_earn"
    text = _("This person has no commission that could be corrected.")


class NotYourLine(ActionRefused):
    code = "not_your_line"
    text = _("Only whose line it is can contest it.")


class AlreadyDisputed(ActionRefused):
    code = "already_disputed"
    text = _("This line is already contested and waits for the answer.")


class DisputeSettled(ActionRefused):
    code = "dispute_settled"
    text = _("This dispute is already answered.")


class AnswerMissing(ActionRefused):
    code = "answer_missing"
    text = _("Write an answer: the person reads it at the line.")
