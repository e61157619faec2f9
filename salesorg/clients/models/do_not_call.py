from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from salesorg.lib.phones import keyed_hash, mask_phone
from salesorg.people.models import User


class DoNotCall(models.Model):
    """A number that is never to be offered again. Keyed by number: no import, merge or edit of a company lifts it."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("Asked not to be called")
        LAW = "law", _("Required by law")
        OTHER = "other", _("Other")

    phone = models.CharField(max_length=20)
    phone_hash = models.CharField(max_length=40, editable=False, unique=True)
    reason = models.CharField(max_length=200)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField()
    # The first day (of the organisation) on which it may be called again; empty means never.
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="do_not_call_newest"),
            models.Index(fields=["reason", "-added_at", "-id"], name="do_not_call_by_reason"),
            models.Index(
                fields=["expires_on"], name="do_not_call_expiring", condition=Q(expires_on__isnull=False)
            ),
        ]
        triggers = [
            # Only time lifts it, and only if it was given one.
            pgtrigger.Protect(
                name="do_not_call_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.expires_on IS NULL OR OLD.expires_on > CURRENT_DATE + 1"),
            )
        ]

    def __str__(self) -> str:
        return mask_phone(self.phone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_hash = keyed_hash(self.phone)
        super().save(*args, **kwargs)
