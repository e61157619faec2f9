"""Reads about lost clients."""

from datetime import date
from typing import Any

from farmers.models import Account


def lost_since(companies: Any) -> dict[int, date]:
    """Return since which local day each of `companies` (ids, or a query of them) is lost; those that are not, are left out."""
    lost = Account.objects.open().filter(lost_since__isnull=False, company__in=companies)
    return {company: since for company, since in lost.values_list("company_id", "lost_since") if since}
