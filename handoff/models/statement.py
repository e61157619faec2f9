import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.access import StatementAccess
from handoff.models.accrual import Accrual
from salesorg.lib.triggers import append_only
from salesorg.people.models import User

# The sum and the number of a statement's lines, all of them its person's and in its currency, are what it says.
WHOLE = """
    IF EXISTS (
        SELECT 1 FROM handoff_statement s CROSS JOIN LATERAL (
            SELECT count(*) AS n, coalesce(sum(a.amount), 0) AS total FROM handoff_statementline l
            JOIN handoff_accrual a ON a.id = l.accrual_id
            WHERE l.statement_id = s.id AND a.beneficiary_id = s.person_id AND a.currency = s.currency
        ) held WHERE s.id = {of} AND (held.n <> s.lines_count OR held.total <> s.total)
    ) THEN
        RAISE EXCEPTION 'the lines of a statement are not its total'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_lines_sum_to_its_total';
    END IF;
"""


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
    lines_count = models.PositiveIntegerField()
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
        indexes = [
            models.Index(fields=["person"], name="statement_to_pay", condition=Q(state="closed")),
            models.Index(fields=["-month", "person"], name="statement_by_month"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="statement_closed_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="paid")
                | pgtrigger.Q(old__number__df=pgtrigger.F("new__number"))
                | pgtrigger.Q(old__total__df=pgtrigger.F("new__total"))
                | pgtrigger.Q(old__lines_count__df=pgtrigger.F("new__lines_count"))
                | pgtrigger.Q(old__currency__df=pgtrigger.F("new__currency"))
                | pgtrigger.Q(old__person_id__df=pgtrigger.F("new__person_id"))
                | pgtrigger.Q(old__month__df=pgtrigger.F("new__month"))
                | pgtrigger.Q(old__closed_at__df=pgtrigger.F("new__closed_at"))
                | pgtrigger.Q(old__closed_by_id__df=pgtrigger.F("new__closed_by_id")),
            ),
            pgtrigger.Trigger(
                name="statement_has_its_lines",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=WHOLE.format(of="NEW.id") + "RETURN NULL;",
            ),
            pgtrigger.Protect(name="statement_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        """Person and month: the name of a statement before and after it is closed."""
        return f"{self.person_id}-{self.month:%Y-%m}"


class StatementLine(models.Model):
    """A ledger line's place in a statement: exactly one statement pays it."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    accrual = models.OneToOneField(Accrual, on_delete=models.PROTECT, related_name="statement_line")

    class Meta:
        triggers = [
            *append_only("statement_line"),
            # All lines of a statement come in one INSERT, which closes it: a later line breaks count or total.
            pgtrigger.Trigger(
                name="statement_lines_sum_to_its_total",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                func=WHOLE.format(of="ANY (SELECT statement_id FROM added)") + "RETURN NULL;",  # noqa: S608 - no input
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.accrual_id}"
