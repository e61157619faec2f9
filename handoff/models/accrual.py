from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from handoff.access import AccrualAccess
from handoff.models.agreement import Agreement
from salesorg.lib.triggers import append_only
from salesorg.people.models import User
from salesorg.sales.models import Payment


class Accrual(models.Model):
    """One signed line of the commission ledger: what one payment (or refund) changed for one beneficiary.

    Append-only. Zero lines are written too: they say why a payment earned nothing, and that it was looked at.
    """

    class Kind(models.TextChoices):
        BONUS = "bonus", _("First-sale bonus")
        TRAILING = "trailing", _("Trailing commission")
        CROSS_SELL = "cross_sell", _("Cross-sell")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="accruals")
    beneficiary = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accruals")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="accruals")
    kind = models.CharField(max_length=10, choices=Kind)
    rate = models.DecimalField(max_digits=5, decimal_places=4)
    # What was taken out of the payment before the rate applied; like the rate it is fixed by the payment.
    vat_rate = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.000"))
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    posted_at = models.DateTimeField()

    objects = AccrualAccess.as_manager()

    class Meta:
        ordering = ["-posted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "beneficiary", "payment"], name="accrual_one_per_agreement_and_payment"
            ),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "-posted_at", "-id"], name="accrual_of_beneficiary"),
            models.Index(fields=["payment"], name="accrual_of_payment"),
            models.Index(fields=["-posted_at", "-id"], name="accrual_newest"),
        ]
        triggers = append_only("accrual")

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
