from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from farmers.models.account import Account
from salesorg.people.models import User


class Request(models.Model):
    """What a client asked for or complained about. Answers are due in working hours.

    `answer_due_at` is when the next answer is due (at first: the first one); `answered_at` is the answer that settled it.
    """

    class Kind(models.TextChoices):
        REQUEST = "request", _("Request")
        CLAIM = "claim", _("Complaint")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.REQUEST)
    text = models.CharField(max_length=1000)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    # The first answer is measured on its own; it may be «we are looking into it», with the next answer due later.
    first_due_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["answer_due_at", "id"]
        indexes = [
            models.Index(
                fields=["account", "answer_due_at"],
                name="request_unanswered",
                condition=Q(answered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text
