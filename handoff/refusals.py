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
        "The introduction is not complete: write the brief, arrange it, introduce the manager, give the contacts."
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


class NotAFarmer(ActionRefused):
    code = "not_a_farmer"
    text = _(
        "A client can only be given to a farmer who works here, or to the head of the client department."
    )


class SameFarmer(ActionRefused):
    code = "same_farmer"
    text = _("This handoff is already with this person.")


class MonthNotBegun(ActionRefused):
    code = "month_not_begun"
    text = _("This month has not begun.")


class StatementClosed(ActionRefused):
    code = "statement_closed"
    text = _("This month, or a later one, is already closed for this person.")


class NothingToClose(ActionRefused):
    code = "nothing_to_close"
    text = _("There is nothing payable in this month for this person.")


class AlreadyPaid(ActionRefused):
    code = "already_paid"
    text = _("This statement is already paid.")


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
