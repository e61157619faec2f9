from django.db import models

from salesorg.clients.models.company import Company
from salesorg.people.models import User


class Reveal(models.Model):
    """Who looked at the full phones and mails of which company, and when: each look counts against a daily quota."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Empty: a look-up by a number that nobody has. It counts as well, or guessing would be free.
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    # Whether it was a look-up by number (a call coming in) and not a look at a card.
    is_look_up = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "-at"], name="reveal_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} looked at {self.company_id}"
