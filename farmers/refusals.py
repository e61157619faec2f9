"""How this stage says no."""

from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused


class NotYourAccount(ActionRefused):
    code = "not_your_account"
    text = _("This client is not in your portfolio.")


class AlreadyServed(ActionRefused):
    code = "account_exists"
    text = _("This company is already in the care of the client department.")


class NoAccount(ActionRefused):
    code = "no_account"
    text = _("This company is not in the care of the client department.")


class NotAFarmer(ActionRefused):
    code = "not_a_farmer"
    text = _("Only a farmer who works here, or the head of the client department, can have accounts.")


class SameFarmer(ActionRefused):
    code = "same_farmer"
    text = _("This person already looks after the client.")


class PortfolioChanged(ActionRefused):
    code = "portfolio_changed"
    text = _(
        "Some of these clients have changed hands meanwhile. Nothing was moved; look at the proposal anew."
    )


class NoHead(ActionRefused):
    code = "no_department_head"
    text = _("There is no head of the client department who could keep these accounts.")


class TouchInFuture(ActionRefused):
    code = "touch_in_future"
    text = _("A contact is logged when it has happened; this one lies in the future.")


class NextTouchInPast(ActionRefused):
    code = "next_touch_in_past"
    text = _("The next contact cannot lie in the past.")


class SilenceInPast(ActionRefused):
    code = "silence_in_past"
    text = _("A wish for silence must reach into the future.")


class SilenceNeedsContact(ActionRefused):
    code = "silence_needs_contact"
    text = _("Only a client whom you reached can wish for silence.")


class DueInPast(ActionRefused):
    code = "due_in_past"
    text = _("A promise cannot be due in the past.")


class TextMissing(ActionRefused):
    code = "text_missing"
    text = _("Write down what it is about.")


class AlreadySettled(ActionRefused):
    code = "promise_already_settled"
    text = _("This promise is already settled.")


class AlreadyAnswered(ActionRefused):
    code = "request_already_answered"
    text = _("This request is already answered.")


class ReceivedInFuture(ActionRefused):
    code = "received_in_future"
    text = _("A request is registered when it has come in; this one lies in the future.")
