import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.access import AgreementAccess
from handoff.models.commission_plan import CommissionPlan
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Sale


class Agreement(models.Model):
    """What a hunter earns from a client he handed over; made by the first sale from the plan in force then."""

    class EndReason(models.TextChoices):
        LEFT = "left", _("The hunter left")
        LOST = "lost", _("The client is lost")

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="agreement")
    sale = models.OneToOneField(Sale, on_delete=models.PROTECT, related_name="agreement")
    hunter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreements")
    plan = models.ForeignKey(CommissionPlan, on_delete=models.PROTECT, related_name="agreements")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, choices=EndReason, blank=True)

    objects = AgreementAccess.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="agreement_ends_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["hunter", "-opened_at"], name="agreement_of_hunter"),
            # Whose trailing time runs out next.
            models.Index(fields=["opened_at"], name="agreement_goes_on", condition=Q(ended_at__isnull=True)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreement_terms_never_change",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__company_id__df=pgtrigger.F("new__company_id"))
                | pgtrigger.Q(old__sale_id__df=pgtrigger.F("new__sale_id"))
                | pgtrigger.Q(old__hunter_id__df=pgtrigger.F("new__hunter_id"))
                | pgtrigger.Q(old__plan_id__df=pgtrigger.F("new__plan_id"))
                | pgtrigger.Q(old__opened_at__df=pgtrigger.F("new__opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"
