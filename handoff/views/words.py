"""What codes of a handoff are called on its pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handoff import verbs

# What to say to the client, whatever language the reader works in (product.md 4.3).
TO_SAY = [
    (
        "en",
        "So that you get outstanding service, your own personal manager will look after you and your company.",
    ),
    (
        "ru",
        "Чтобы организовать вам выдающийся сервис, вами и вашей компанией будет заниматься персональный менеджер.",
    ),
]
STATE_COLORS = {
    "unassigned": "red", "offered": "yellow", "introduced": "azure", "accepted": "green", "returned": "orange",
}  # fmt: skip
REACTION_COLORS = {"glad": "green", "calm": "azure", "uneasy": "yellow", "against": "red"}
# The steps of the checklist in their order.
STEPS: dict[str, str | Promise] = {
    "brief": _("The brief is written"),
    "promises": _("What was promised is passed on"),
    "introduction_arranged": _("The introduction is arranged"),
    "how": _("The farmer was introduced"),
    "contacts_given": _("The client has the farmer's own contacts"),
}
# What is asked of whose turn it is (turn.py).
NEXT: dict[str, str | Promise] = {
    "assign": _("Assign a farmer"),
    "brief": _("Write two lines about the client"),
    "promises": _("Write down what was promised, or that nothing was"),
    "introduction_arranged": _("Arrange the introduction"),
    "how": _("Introduce the farmer to the client"),
    "contacts_given": _("Give the client the farmer's contacts"),
    "introduce": _("Say that the farmer is introduced"),
    "accept": _("Accept the client, or return it"),
}
JOURNAL: dict[str, tuple[str | Promise, str, str]] = {
    verbs.HANDOFF_OPENED: (_("First sale; the client is handed over"), "arrows-exchange", "green"),
    verbs.HANDOFF_BRIEFED: (_("Introduction prepared"), "checklist", "secondary"),
    verbs.FARMER_INTRODUCED: (_("Farmer introduced to the client"), "users", "azure"),
    verbs.LETTER_WRITTEN: (_("Letter of introduction"), "mail-forward", "azure"),
    verbs.HANDOFF_ACCEPTED: (_("Accepted by the farmer"), "circle-check", "green"),
    verbs.HANDOFF_RETURNED: (_("Returned to the head"), "arrow-back-up", "orange"),
    verbs.HANDOFF_ASSIGNED: (_("Assigned anew by the head"), "user-check", "azure"),
    verbs.HANDOFF_REMINDED: (_("Reminded: the clock runs out soon"), "bell", "yellow"),
    verbs.HANDOFF_LATE: (_("Late; the heads were told"), "alarm", "red"),
}
