from django.db import models

from farmers.models import Promise
from handoff.models.handoff import Handoff


class HandoffPromise(models.Model):
    """A hunter's promise that passes over: it is the account's from the first minute, and the handoff shows it."""

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="passed_promises")
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="passed_over")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.handoff_id}: {self.promise_id}"
