import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.access import StatementAccess
from handoff.models.accrual import Accrual
from salesorg.lib.triggers import append_only
from salesorg.people.models import User


class Statement(models.Model):
    """One person's commission of one month; closed it never changes, later corrections go into the open month."""

    class State(models.TextChoices):
        CLOSED = "closed", _("Closed")
        PAID = "paid", _("Paid")

    number = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="statements")
    month = models.DateField()
    state = models.CharField(max_length=6, choices=State, default=State.CLOSED)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = StatementAccess.as_manager()

    class Meta:
        ordering = ["-month", "person_id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="statement_one_per_person_and_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="statement_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(state="closed", paid_at__isnull=True) | Q(state="paid", paid_at__isnull=False),
                name="statement_paid_has_a_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="statement_closed_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="paid")
                | pgtrigger.Q(old__total__df=pgtrigger.F("new__total"))
                | pgtrigger.Q(old__person_id__df=pgtrigger.F("new__person_id"))
                | pgtrigger.Q(old__month__df=pgtrigger.F("new__month")),
            ),
            pgtrigger.Protect(name="statement_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


class StatementLine(models.Model):
    """A ledger line's place in a statement: exactly one statement pays it."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    accrual = models.OneToOneField(Accrual, on_delete=models.PROTECT, related_name="statement_line")

    class Meta:
        triggers = append_only("statement_line")

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.accrual_id}"
