import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.access import HandoffAccess
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Sale


class Handoff(models.Model):
    """The passing of one client from its hunter to a farmer, opened by the first sale in its transaction.

    `farmer` is empty only while nobody could take the client or while it was returned: then it stands, in sight,
    in the queue of the head of the client department, who owns the account meanwhile.
    """

    class State(models.TextChoices):
        UNASSIGNED = "unassigned", _("Nobody yet")
        OFFERED = "offered", _("Offered")
        INTRODUCED = "introduced", _("Introduced")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")

    class Reaction(models.TextChoices):
        GLAD = "glad", _("Glad")
        CALM = "calm", _("Calm")
        UNEASY = "uneasy", _("Uneasy")
        AGAINST = "against", _("Against it")

    class Introduced(models.TextChoices):
        PERSON = "person", _("In person")
        CALL = "call", _("In a call of the three")
        VIDEO = "video", _("By video")

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="handoff")
    sale = models.OneToOneField(Sale, on_delete=models.PROTECT, related_name="handoff")
    hunter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handoffs_given")
    farmer = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="handoffs_taken", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=State)
    # Why this farmer: the figures of the choice as they were, for the page that explains it.
    choice = models.JSONField(default=dict)

    brief = models.TextField(blank=True)
    promises = models.TextField(blank=True)
    introduction_arranged = models.BooleanField(default=False)
    introduced_how = models.CharField(max_length=10, choices=Introduced, blank=True)
    contacts_given = models.BooleanField(default=False)
    # The hunter's word that nothing was promised, where there are no promises to pass on (HandoffPromise).
    no_promises = models.BooleanField(default=False)
    # How the client took the news, as whoever introduced the farmer saw it.
    reaction = models.CharField(max_length=7, choices=Reaction, blank=True, default="", db_default="")
    reaction_note = models.CharField(max_length=500, blank=True, default="", db_default="")

    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    introduced_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = HandoffAccess.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["unassigned", "returned"], farmer__isnull=True)
                | Q(state__in=["offered", "introduced", "accepted"], farmer__isnull=False),
                name="handoff_has_a_farmer_unless_in_the_queue",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                name="handoff_accepted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["introduced", "accepted"]) | Q(introduced_at__isnull=False),
                name="handoff_not_accepted_before_introduction",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="handoff_open", condition=~Q(state="accepted")),
            models.Index(fields=["-accepted_at", "-id"], name="handoff_done", condition=Q(state="accepted")),
            models.Index(fields=["hunter"], name="handoff_open_of_hunter", condition=~Q(state="accepted")),
            models.Index(fields=["hunter", "-opened_at"], name="handoff_of_hunter"),
            models.Index(fields=["farmer", "-opened_at"], name="handoff_of_farmer"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="handoff_origin_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__company_id__df=pgtrigger.F("new__company_id"))
                | pgtrigger.Q(old__sale_id__df=pgtrigger.F("new__sale_id"))
                | pgtrigger.Q(old__hunter_id__df=pgtrigger.F("new__hunter_id"))
                | pgtrigger.Q(old__opened_at__df=pgtrigger.F("new__opened_at"))
                # Accepted once: what the bonus and a statement were paid by is not taken back.
                | pgtrigger.Q(old__state="accepted"),
            ),
        ]

    def __str__(self) -> str:
        return f"handoff of {self.company_id}"
