from datetime import datetime

from django.db import transaction

from salesorg.people.models import Notice, User


@transaction.atomic
def read_notices(*, actor: User, at: datetime, notice: int | None = None) -> int:
    """Mark one of one's own notices as read, or all of them; return how many were unread."""
    unread = Notice.objects.visible_to(actor).filter(read_at__isnull=True)
    return (unread.filter(pk=notice) if notice else unread).update(read_at=at)
