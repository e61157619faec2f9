from datetime import datetime
from typing import Any

from salesorg.clients.models import Activity, Company
from salesorg.people.models import User


def record_activity(
    *, company: Company | int | None, actor: User | None, verb: str, at: datetime, **data: Any
) -> Activity:
    """Append the one row that says this step happened. To be called inside the step's transaction, once."""
    company_id = company.pk if isinstance(company, Company) else company
    return Activity.objects.create(company_id=company_id, actor=actor, verb=verb, at=at, data=data)
