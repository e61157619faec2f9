import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from salesorg.people.models import User
from salesorg.sales.access import BankLineAccess
from salesorg.sales.models.bank_statement import BankStatement
from salesorg.sales.models.payment import Payment

SETTLED = ("matched", "refund", "split", "duplicate")


class BankLine(models.Model):
    """One movement on our account. It waits, or stands with the one payment it became, or was put aside with a reason.

    What the bank said of it never changes; what is settled stays settled. A split line has `parts`, lines of their own
    with a payment each. A line that another statement brought before is a duplicate of that one and makes no payment.
    """

    class State(models.TextChoices):
        UNMATCHED = "unmatched", _("Waiting")
        MATCHED = "matched", _("Payment")
        REFUND = "refund", _("Refund")
        SPLIT = "split", _("Split over sales")
        IGNORED = "ignored", _("Ignored")
        DUPLICATE = "duplicate", _("Came before")

    class Why(models.TextChoices):
        NUMBER = "number", _("The sale's number stands in the purpose")
        TAX_ID = "tax_id", _("The payer owes exactly this amount for one sale")
        REFUND = "refund", _("Gives back one payment of the sale that is named")
        BY_HAND = "by_hand", _("Chosen by a person")
        CAME_BEFORE = "came_before", _("Another statement brought this line")
        OWN_TRANSFER = "own_transfer", _("Between our own accounts")
        EXPENSE = "expense", _("Paid to somebody who never paid us")
        NOT_A_SALE = "not_a_sale", _("Not for a sale: interest, loan, deposit")
        RETURNED = "returned", _("Came by mistake, goes back")
        ELSEWHERE = "elsewhere", _("Recorded elsewhere")
        REFUSED = "refused", _("The payment was refused")
        LOOKS_ALIKE = "looks_alike", _("Looks like a line of another statement")
        LOOKS_TYPED = "looks_typed", _("Looks like a payment that is recorded already")

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="found", db_index=False
    )
    number = models.PositiveIntegerField()
    # 0: the bank's line; from 1: the parts of a split one.
    part = models.PositiveSmallIntegerField(default=0)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="parts", null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    external_id = models.CharField(max_length=60)
    day = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    payer = models.CharField(max_length=250, blank=True)
    payer_tax_id = models.CharField(max_length=20, blank=True)
    document = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.UNMATCHED)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="bank_line", null=True, blank=True
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    # Where its payment stands now, if it was moved to another sale; `tell_moved` fills it in for a list.
    moved: Payment | None = None

    objects = BankLineAccess.as_manager()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(state="duplicate"), name="bank_line_known_for_ever"
            ),
            models.UniqueConstraint(fields=["statement", "number", "part"], name="bank_line_read_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_line_moves_money"),
            models.CheckConstraint(
                condition=Q(state__in=["matched", "refund"], payment__isnull=False)
                | (~Q(state__in=["matched", "refund"]) & Q(payment__isnull=True)),
                name="bank_line_settled_has_its_payment",
            ),
            models.CheckConstraint(
                condition=Q(state="matched", amount__gt=0) | Q(state="refund", amount__lt=0)
                | Q(state__in=["unmatched", "split", "ignored", "duplicate"]),
                name="bank_line_state_fits_its_sign",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                | (~Q(state="duplicate") & Q(duplicate_of__isnull=True)),
                name="bank_line_duplicate_names_the_first",
            ),
            models.CheckConstraint(
                condition=Q(part=0, part_of__isnull=True) | Q(part__gt=0, part_of__isnull=False, state="matched"),
                name="bank_line_part_has_its_payment",
            ),
            models.CheckConstraint(
                condition=Q(state="unmatched") | (~Q(why="") & Q(decided_at__isnull=False)),
                name="bank_line_decided_says_why",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["day", "id"], name="bank_line_waiting", condition=Q(state="unmatched")),
            models.Index(
                fields=["statement"], name="bank_line_waiting_in", condition=Q(state="unmatched")
            ),
            models.Index(fields=["statement", "state", "number"], name="bank_line_in_statement",
                         include=["amount", "part"]),
            models.Index(fields=["state", "-day", "-id"], name="bank_line_by_state"),
            models.Index(fields=["-day", "-id"], name="bank_line_newest"),
            models.Index(fields=["amount"], name="bank_line_of_amount"),
            models.Index(fields=["document", "day", "amount"], name="bank_line_twins",
                         condition=Q(part=0) & ~Q(document="") & ~Q(state="duplicate")),
            GinIndex(OpClass(Upper("payer"), "gin_trgm_ops"), name="bank_line_payer_part"),
            models.Index(fields=["payer_tax_id"], name="bank_line_of_payer", condition=~Q(payer_tax_id="")),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="bank_line_facts_never_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                    IF OLD.state IN {SETTLED} OR ROW(NEW.statement_id, NEW.number, NEW.part, NEW.external_id, NEW.day,
                       NEW.amount, NEW.currency, NEW.payer_tax_id, NEW.purpose) IS DISTINCT FROM
                       ROW(OLD.statement_id, OLD.number, OLD.part, OLD.external_id, OLD.day, OLD.amount, OLD.currency,
                       OLD.payer_tax_id, OLD.purpose) THEN
                        RAISE EXCEPTION 'a bank''s line that is settled never changes'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_facts_never_change';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="bank_line_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.external_id}: {self.amount} {self.currency}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is to decide about it."""
        return self.state == self.State.UNMATCHED
