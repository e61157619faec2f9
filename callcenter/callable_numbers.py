"""Whether a company still has a number that may be called."""

from django.db.models import Exists, OuterRef

from salesorg.clients.models import ContactPoint, DoNotCall


def has_callable_number(company: int) -> bool:
    """Return whether one of its phones is neither wrong nor forbidden."""
    forbidden = Exists(DoNotCall.objects.filter(phone_hash=OuterRef("value_hash")))
    points = ContactPoint.objects.filter(company=company, kind=ContactPoint.Kind.PHONE, is_wrong=False)
    return points.filter(~forbidden).exists()
