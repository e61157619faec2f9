from django.db import models

from salesorg.clients.models.company import Company
from salesorg.people.models import User


class Reveal(models.Model):
    """Who looked at the full phones and mails of which company, and when: each look counts against a daily quota."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "-at"], name="reveal_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} looked at {self.company_id}"
