from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.access import AccrualAccess
from handoff.models.agreement import Agreement
from handoff.models.commission_plan import CommissionPlan
from handoff.models.held_meeting import HeldMeeting
from salesorg.clients.models import Company
from salesorg.lib.triggers import append_only
from salesorg.people.models import User
from salesorg.sales.models import Payment

ONE_PER_PAYMENT = "accrual_one_per_agreement_and_payment"


class Accrual(models.Model):
    """One signed line of the commission ledger: what one payment (or refund) changed for one beneficiary.

    Or what a held meeting gave its call manager, or a correction that finance decided, with its reason.
    Append-only. Zero lines are written too: they say why a payment earned nothing, and that it was looked at.
    """

    class Kind(models.TextChoices):
        BONUS = "bonus", _("First-sale bonus")
        TRAILING = "trailing", _("Trailing commission")
        CROSS_SELL = "cross_sell", _("Cross-sell")
        REPEAT = "repeat", _("Repeat sale")
        MEETING = "meeting", _("Held meeting")
        CORRECTION = "correction", _("Correction")

    beneficiary = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accruals")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="accruals", null=True, blank=True
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="accruals", null=True, blank=True
    )
    held_meeting = models.OneToOneField(
        HeldMeeting, on_delete=models.PROTECT, related_name="accrual", null=True, blank=True
    )
    # The line that a correction changes (it keeps its client), why, and who decided it.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True, db_index=False
    )
    reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    # The version of the plan that gave the rate; empty: the agreement's own.
    plan = models.ForeignKey(
        CommissionPlan, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    rate = models.DecimalField(max_digits=5, decimal_places=4)
    # What was taken out of the payment before the rate applied; like the rate it is fixed by the payment.
    vat_rate = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.000"))
    # Units of `currency` (the plan's) for one of the payment's currency; like the rate it is fixed by the payment.
    exchange_rate = models.DecimalField(
        max_digits=16, decimal_places=8, default=Decimal("1.00000000"), db_default=Decimal("1.00000000")
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    posted_at = models.DateTimeField()

    objects = AccrualAccess.as_manager()

    class Meta:
        ordering = ["-posted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "beneficiary", "payment", "kind"],
                name=ONE_PER_PAYMENT,
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["bonus", "trailing", "cross_sell", "repeat"],
                    agreement__isnull=False,
                    payment__isnull=False,
                    held_meeting__isnull=True,
                    corrects__isnull=True,
                )
                | Q(
                    kind="meeting",
                    agreement__isnull=True,
                    payment__isnull=True,
                    held_meeting__isnull=False,
                    corrects__isnull=True,
                    plan__isnull=False,
                )
                | Q(
                    kind="correction",
                    payment__isnull=True,
                    held_meeting__isnull=True,
                    recorded_by__isnull=False,
                )
                & ~Q(reason=""),
                name="accrual_comes_from_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "-posted_at", "-id"], name="accrual_of_beneficiary"),
            models.Index(fields=["payment"], name="accrual_of_payment"),
            models.Index(
                fields=["corrects"], name="accrual_corrections", condition=Q(corrects__isnull=False)
            ),
            models.Index(fields=["-posted_at", "-id"], name="accrual_newest"),
        ]
        triggers = append_only("accrual")

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def company(self) -> Company | None:
        """The client that it traces to: by the payment, the meeting, or the agreement that a correction concerns."""
        if self.payment is not None:
            return self.payment.sale.company
        if self.held_meeting is not None:
            return self.held_meeting.company
        return self.agreement.company if self.agreement is not None else None
