"""Why a line of the bank or a statement stays as it is, each with the sentence that is read."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused
from salesorg.sales.models import Payment


class LineDecided(ActionRefused):
    """A colleague, another tab or the matching itself was first."""

    code = "line_decided"
    text = _("This line was decided on meanwhile. Nothing was changed by you.")


class LineNotIgnored(ActionRefused):
    code = "line_not_ignored"
    text = _("This line is not among the ignored ones any more.")


class LineWentOut(ActionRefused):
    code = "line_went_out"
    text = _("This money went out: it can only give back a payment.")


class LineCameIn(ActionRefused):
    code = "line_came_in"
    text = _("This money came in: it cannot give back a payment.")


class BeyondOwed(ActionRefused):
    """More money than is owed: an advance, several sales in one payment, or a slip."""

    code = "beyond_owed"
    text = _(
        "This is more than is still owed for this sale. Split the line, or confirm that all of it is for this sale."
    )


class LooksAlike(ActionRefused):
    """Two files tell of one movement: recording it from both counts the money twice."""

    code = "looks_alike"
    text = _(
        "A line of another statement has the same day, document number and amount. Confirm that this is other money."
    )


class LooksTyped(ActionRefused):
    """Somebody typed the payment in before the bank's line came: recording the line too counts the money twice."""

    code = "looks_typed"

    def __init__(self, payment: Payment) -> None:
        text = _(
            "Payment %(id)s for %(number)s has the same amount, is of about the same day and not from a bank's line. Confirm that this is other money."
        ) % {"id": payment.external_id, "number": payment.sale.number}
        super().__init__(text, payment=payment.pk)


class PartsDiffer(ActionRefused):
    code = "parts_differ"
    text = _("The parts do not sum to the line's amount.")


class PartsWrong(ActionRefused):
    code = "parts_wrong"
    text = _("A line is split over two to twenty different sales, each with an amount greater than zero.")


class ReasonUnknown(ActionRefused):
    code = "reason_unknown"
    text = _("Choose one of the reasons.")


class StatementKnown(ActionRefused):
    code = "statement_known"
    text = _("This very file was uploaded before. Nothing was read a second time.")


class StatementStarted(ActionRefused):
    code = "statement_started"
    text = _("This statement is being read already.")


class ColumnsWrong(ActionRefused):
    code = "mapping_wrong"
