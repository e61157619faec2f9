from django.db import models

from salesorg.clients.models.company import Company
from salesorg.lib.triggers import append_only
from salesorg.people.models import User


class Activity(models.Model):
    """One row per step that anybody took with a company: the timeline and the audit are the same rows.

    Append-only: triggers refuse UPDATE, DELETE and TRUNCATE. `verb` is a name from a stage's `verbs.py`;
    `data` holds ids, codes and numbers of the step and the note typed there - never phones or e-mails.
    """

    # No index of their own: the timeline's begins with the company, nobody asks by actor, and every step writes a row here.
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="activities", null=True, db_index=False
    )
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["company", "-at", "-id"], name="activity_timeline"),
        ]
        triggers = append_only("activity")

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
