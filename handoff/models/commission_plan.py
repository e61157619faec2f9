from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

AGREED = """
    IF EXISTS (SELECT 1 FROM handoff_agreement WHERE plan_id = {plan}) THEN
        RAISE EXCEPTION 'a plan by which somebody was already promised pay never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreed_plan_never_changes';
    END IF;
    RETURN {row};
"""


class CommissionPlan(models.Model):
    """By which rates a first sale pays its hunter. A new version applies to first sales from its date on; none earlier.

    Rates are fractions of one. Defaults: product.md 6, «Commission».
    """

    class Policy(models.TextChoices):
        ENDS = "ends", _("The agreement ends")
        GOES_ON = "goes_on", _("The agreement goes on")

    name = models.CharField(max_length=100)
    in_force_from = models.DateTimeField(unique=True)
    bonus_rate = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.1000"))
    cross_sell_rate = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.0500"))
    # Whole months of the client's age from which nothing more is paid; empty: for ever.
    duration_months = models.PositiveSmallIntegerField(null=True, blank=True, default=36)
    # Highest total one agreement can earn; empty: no cap.
    cap = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # Highest total one agreement can earn by the payments of one local month; empty: no cap.
    cap_per_month = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # What the other two stages earn: the call manager a fixed sum per held meeting, the farmer a rate on repeat sales.
    meeting_pay = models.DecimalField(
        max_digits=12, decimal_places=2, default=Decimal("0.00"), db_default=Decimal("0.00")
    )
    repeat_rate = models.DecimalField(
        max_digits=5, decimal_places=4, default=Decimal("0.0000"), db_default=Decimal("0.0000")
    )
    on_leaving = models.CharField(max_length=7, choices=Policy, default=Policy.ENDS, db_default=Policy.ENDS)
    on_lost_client = models.CharField(
        max_length=7, choices=Policy, default=Policy.ENDS, db_default=Policy.ENDS
    )
    net_of_vat = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["-in_force_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    bonus_rate__gte=0, bonus_rate__lte=1, cross_sell_rate__gte=0, cross_sell_rate__lte=1
                ),
                name="commission_plan_rates_are_fractions",
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(cap__gte=0), name="commission_plan_cap_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(cap_per_month__isnull=True) | Q(cap_per_month__gte=0),
                name="commission_plan_cap_per_month_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(meeting_pay__gte=0, repeat_rate__gte=0, repeat_rate__lte=1),
                name="commission_plan_pays_all_stages_sensibly",
            ),
            models.CheckConstraint(
                condition=Q(on_leaving__in=["ends", "goes_on"], on_lost_client__in=["ends", "goes_on"]),
                name="commission_plan_policies_are_known",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="agreed_plan_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=AGREED.format(plan="OLD.id", row="NEW"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrailingTier(models.Model):
    """The trailing rate from one month of the client's age on, until the next tier begins."""

    plan = models.ForeignKey(CommissionPlan, on_delete=models.CASCADE, related_name="tiers")
    from_month = models.PositiveSmallIntegerField()
    rate = models.DecimalField(max_digits=5, decimal_places=4)

    class Meta:
        ordering = ["from_month"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "from_month"], name="trailing_tier_begins_once"),
            models.CheckConstraint(
                condition=Q(rate__gte=0, rate__lte=1), name="trailing_tier_rate_is_a_fraction"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="agreed_tier_never_comes_or_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=AGREED.format(plan="NEW.plan_id", row="NEW"),
            ),
            pgtrigger.Trigger(
                name="agreed_tier_never_goes",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=AGREED.format(plan="OLD.plan_id", row="OLD"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_month}+: {self.rate}"
