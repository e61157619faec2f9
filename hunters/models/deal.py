from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hunters.access import DealAccess
from hunters.models.deal_stage import DealStage
from hunters.models.meeting import Meeting
from salesorg.clients.merged import not_of_a_merged_company
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Sale


class Deal(models.Model):
    """A hunter's way to a sale. Every open deal has a dated next step."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", pgettext_lazy("deal", "Lost")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="deals")
    hunter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deals")
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="deal"
    )
    title = models.CharField(max_length=200, blank=True)
    # Said when the deal is opened, not found out when it is won: otherwise the loser of a race for one client would
    # unknowingly make a cross-sell of it.
    cross_sell = models.BooleanField(default=False)
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal("0.00"))
    stage = models.ForeignKey(DealStage, on_delete=models.PROTECT, related_name="deals")
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    next_step = models.CharField(max_length=200)
    next_step_on = models.DateField()
    opened_at = models.DateTimeField()
    last_contact_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    lost_reason = models.CharField(max_length=200, blank=True)
    sale = models.OneToOneField(Sale, on_delete=models.PROTECT, null=True, blank=True, related_name="deal")
    # Where the card stands in its column.
    position = models.PositiveIntegerField(default=0)

    objects = DealAccess.as_manager()

    class Meta:
        ordering = ["position", "next_step_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, sale__isnull=True)
                | Q(state="won", closed_at__isnull=False, sale__isnull=False)
                | (Q(state="lost", closed_at__isnull=False, sale__isnull=True) & ~Q(lost_reason="")),
                name="deal_won_has_a_sale_lost_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="deal_amount_is_not_negative"),
        ]
        triggers = [not_of_a_merged_company("deal")]
        indexes = [
            models.Index(
                fields=["hunter", "stage", "position"], name="deal_board", condition=Q(state="open")
            ),
            models.Index(fields=["company", "-opened_at"], name="deal_of_company"),
            models.Index(fields=["-closed_at"], name="deal_closed", condition=~Q(state="open")),
            models.Index(fields=["next_step_on", "id"], name="deal_next_step", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.title or f"deal {self.pk}"
