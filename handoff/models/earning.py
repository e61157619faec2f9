from decimal import Decimal

from django.db import models
from django.db.models import F

from handoff.access import CommissionMonthAccess, EarningAccess, PayableAccess
from handoff.models.agreement import Agreement
from salesorg.lib.rollups import Rollup
from salesorg.people.models import User


class Earning(models.Model):
    """What the ledger holds of one agreement for one beneficiary, by kind. Kept by a trigger of the ledger.

    One row that is added to, so that an index can order by it: who posts lines holds the agreement's lock already.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="earnings"
    )
    beneficiary = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    currency = models.CharField(max_length=3)
    bonus = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal("0.00"))
    trailing = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal("0.00"))
    cross_sell = models.DecimalField(max_digits=18, decimal_places=2, default=Decimal("0.00"))
    repeat = models.DecimalField(
        max_digits=18, decimal_places=2, default=Decimal("0.00"), db_default=Decimal("0.00")
    )
    correction = models.DecimalField(
        max_digits=18, decimal_places=2, default=Decimal("0.00"), db_default=Decimal("0.00")
    )
    total = models.GeneratedField(
        expression=F("bonus") + F("trailing") + F("cross_sell") + F("repeat") + F("correction"),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )

    objects = EarningAccess.as_manager()

    class Meta:
        ordering = ["-total", "agreement_id", "beneficiary_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "beneficiary", "currency"],
                name="earning_one_per_agreement_and_beneficiary",
            ),
        ]
        indexes = [
            models.Index(fields=["-total", "agreement", "beneficiary"], name="earning_best"),
            models.Index(fields=["beneficiary", "-total", "agreement"], name="earning_best_of"),
        ]

    def __str__(self) -> str:
        return f"{self.total} {self.currency}"


class PayableMonth(Rollup):
    """What of the ledger is payable and in no statement yet, by the local month (its first day) in which it became so.

    Kept by triggers of the ledger, of the acceptance of a handoff (its bonus becomes payable) and of statements.
    """

    sums = ("amount", "lines")

    beneficiary = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    currency = models.CharField(max_length=3)
    month = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    lines = models.IntegerField()

    objects = PayableAccess.as_manager()

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.month}"


class CommissionMonth(Rollup):
    """What the ledger holds by the local month (its first day) in which lines were posted, beneficiary and kind."""

    sums = ("amount", "lines")

    beneficiary = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=10)
    month = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    lines = models.IntegerField()

    objects = CommissionMonthAccess.as_manager()

    class Meta:
        indexes = [models.Index(fields=["month", "beneficiary"], name="commission_by_month")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.month} {self.kind}"
