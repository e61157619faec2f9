from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from salesorg.lib.triggers import append_only
from salesorg.people.models import User
from salesorg.sales.access import PaymentAccess
from salesorg.sales.models.sale import Sale


class Payment(models.Model):
    """Money received for a sale, or given back: a refund is a negative payment that names the one it refunds.

    A payment that was recorded for the wrong sale is taken back by such a row too; `moved_to` is the payment it became.
    Append-only, and unique by the payer system's external id for ever.
    """

    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="payments")
    refund_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    moved_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_from"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    external_id = models.CharField(max_length=100, unique=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()

    objects = PaymentAccess.as_manager()

    class Meta:
        ordering = ["-paid_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(refund_of__isnull=True, amount__gt=0) | Q(refund_of__isnull=False, amount__lt=0),
                name="payment_refund_is_negative",
            ),
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(refund_of__isnull=False),
                name="payment_moved_is_taken_back",
            ),
        ]
        indexes = [
            models.Index(fields=["-paid_at", "-id"], name="payment_newest"),
            models.Index(Upper("external_id"), name="payment_by_external_id"),
            models.Index(fields=["amount"], name="payment_of_amount"),
        ]
        triggers = [
            *append_only("payment"),
            pgtrigger.Trigger(
                name="payment_refunds_not_beyond_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__refund_of__isnull=False),
                declare=[("origin", "sales_payment%ROWTYPE"), ("refunded", "numeric")],
                # The row of the payment is locked first: two refunds at once are added up one after the other.
                func="""
                    SELECT * INTO origin FROM sales_payment WHERE id = NEW.refund_of_id FOR UPDATE;
                    SELECT coalesce(sum(amount), 0) INTO refunded FROM sales_payment WHERE refund_of_id = origin.id;
                    IF origin.refund_of_id IS NOT NULL OR origin.sale_id <> NEW.sale_id
                       OR origin.currency <> NEW.currency OR origin.amount + refunded + NEW.amount < 0 THEN
                        RAISE EXCEPTION 'a refund goes beyond its payment'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_refunds_not_beyond_it';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="payment_counts_for_its_sale",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    UPDATE sales_sale SET received = received + NEW.amount WHERE id = NEW.sale_id;
                    RETURN NULL;
                """,
            ),
        ]

    @property
    def left(self) -> Decimal:
        """What of it did not go back; read through `payments_visible_to`, which adds up the refunds."""
        return self.amount + getattr(self, "refunded", Decimal("0.00"))

    def __str__(self) -> str:
        return f"{self.external_id}: {self.amount} {self.currency}"
