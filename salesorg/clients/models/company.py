from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from salesorg.clients.access import CompanyAccess
from salesorg.lib.names import name_key, search_key, site_domain
from salesorg.people.models import User

if TYPE_CHECKING:
    from salesorg.clients.models.ownership import OwnershipQuerySet


class CompanyQuerySet(CompanyAccess):
    def locked(self) -> "CompanyQuerySet":
        """Lock the company first, before deciding anything about it: the one order of locks in the house.

        `no_key`, so that rows that only point at the company (calls, activities) can still be inserted.
        """
        return self.select_for_update(of=("self",), no_key=True)

    def named_like(self, text: str) -> "CompanyQuerySet":
        """Companies whose name contains every word of `text`, served by the trigram index."""
        found = self
        for word in search_key(text).split()[:6]:
            found = found.filter(search_key__contains=word)
        return found


class Company(models.Model):
    """A company, from the first line of a call list to its last payment. It is never copied from stage to stage."""

    class Status(models.TextChoices):
        LEAD = "lead", _("Lead")
        PROSPECT = "prospect", _("Prospect")
        CLIENT = "client", _("Client")

    name = models.CharField(max_length=250)
    search_key = models.CharField(max_length=250, editable=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.LEAD)
    tax_id = models.CharField(max_length=20, blank=True)
    segment = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    # The language the client is served and written to in, ISO 639-1; empty: the organisation's.
    language = models.CharField(max_length=5, blank=True, default="", db_default="")
    region = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=250, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    website = models.CharField(max_length=200, blank=True)
    # What nearly the same companies share (lib/names.py): the site's domain, and the name without legal form and order.
    site_domain = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    name_key = models.CharField(max_length=250, blank=True, default="", db_default="", editable=False)
    # A duplicate that was merged stays, with its journal, and points at the company that goes on.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    # Columns of the list that have no field of their own, as they stood there.
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_id"], condition=~Q(tax_id=""), name="company_one_per_tax_id"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["lead", "prospect", "client"]), name="company_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (~Q(merged_into=F("id")) & Q(status="lead")),
                name="company_merged_is_a_lead",
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_key"), "gin_trgm_ops"), name="company_name_part"),
            models.Index(fields=["search_key", "id"], name="company_by_name"),
            models.Index(fields=["status", "search_key", "id"], name="company_by_status"),
            models.Index(Upper("city"), "search_key", "id", name="company_by_city"),
            models.Index(fields=["site_domain"], name="company_by_domain", condition=~Q(site_domain="")),
            models.Index("name_key", Upper("city"), name="company_by_name_key", condition=~Q(name_key="")),
            models.Index(
                fields=["merged_into"], name="company_merged", condition=Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name)
        self.name_key, self.site_domain = name_key(self.name), site_domain(self.website)
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        """The company's own time zone: calling windows and meeting slots are shown in it."""
        return ZoneInfo(self.time_zone)

    @classmethod
    def owned_by(cls, person: User, company: "Company | OuterRef") -> "OwnershipQuerySet":
        """Ownerships of `person` over `company`, present and past."""
        from salesorg.clients.models.ownership import Ownership

        return Ownership.objects.filter(owner=person, company=company)
