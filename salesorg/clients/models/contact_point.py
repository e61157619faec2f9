from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from salesorg.clients.models.company import Company
from salesorg.clients.models.contact_person import ContactPerson
from salesorg.lib.phones import display_phone, keyed_hash, mask_email, mask_phone


class ContactPoint(models.Model):
    """The one table of phones and e-mails: kind, normalised value, keyed hash for exact search.

    Nothing else in the database holds a phone or an e-mail of a company, so that they can be guarded in one place.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contact_points")
    person = models.ForeignKey(
        ContactPerson, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_points"
    )
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.CharField(max_length=200)
    value_hash = models.CharField(max_length=40, editable=False)
    # A wrong number stays (it must not come back with the next list) but is not offered for calling.
    is_wrong = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["value_hash"], condition=Q(kind="phone"), name="contact_point_phone_has_one_company"
            ),
            models.UniqueConstraint(
                fields=["company", "kind", "value_hash"], name="contact_point_once_per_company"
            ),
            models.CheckConstraint(
                condition=~Q(kind="phone") | Q(value__regex=r"^\+[0-9]{5,15}$"),
                name="contact_point_phone_is_e164",
            ),
        ]
        indexes = [models.Index(fields=["value_hash"], name="contact_point_by_hash")]

    def __str__(self) -> str:
        return self.masked

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.value_hash = keyed_hash(self.value)
        super().save(*args, **kwargs)

    @property
    def masked(self) -> str:
        """What lists and foreign cards show."""
        return mask_phone(self.value) if self.kind == self.Kind.PHONE else mask_email(self.value)

    @property
    def display(self) -> str:
        """The full value as people read it; only for who has the company in hand."""
        return display_phone(self.value) if self.kind == self.Kind.PHONE else self.value
