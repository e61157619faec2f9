from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from salesorg.clients.merged import not_of_a_merged_company
from salesorg.clients.models.company import Company
from salesorg.people.models import User


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    def current(self) -> "OwnershipQuerySet":
        """Periods that have not ended."""
        return self.filter(ended_at__isnull=True)


class Ownership(models.Model):
    """A dated period in which one person is responsible for a company. Periods of one company never overlap."""

    class Stage(models.TextChoices):
        HUNTING = "hunting", _("Active sales")
        FARMING = "farming", _("Client department")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="ownerships")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ownerships")
    stage = models.CharField(max_length=10, choices=Stage)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60)

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            ExclusionConstraint(
                name="ownership_periods_never_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    (
                        Func(
                            F("started_at"),
                            F("ended_at"),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(ended_at__isnull=True),
                name="ownership_one_current_per_company",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="ownership_ends_after_start",
            ),
        ]
        triggers = [not_of_a_merged_company("ownership")]
        indexes = [
            models.Index(fields=["owner", "company"], name="ownership_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.owner_id} from {self.started_at:%Y-%m-%d}"
