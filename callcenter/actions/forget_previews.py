from datetime import datetime, timedelta

from callcenter.models import ImportJob

KEEP = timedelta(days=1)


def forget_previews(*, at: datetime) -> int:
    """Delete uploads that nobody confirmed within a day: they hold phones of people we do not call. Returns how many."""
    old = ImportJob.objects.filter(status=ImportJob.Status.PREVIEW, created_at__lt=at - KEEP)
    return old.delete()[1].get("callcenter.ImportJob", 0)
