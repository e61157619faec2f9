from django.db import transaction

from salesorg.people.models import User


@transaction.atomic
def update_profile(*, actor: User, language: str, time_zone: str) -> User:
    """Change one's own language and time zone (an IANA name); both were validated by the form."""
    actor.language, actor.time_zone = language, time_zone
    actor.save(update_fields=["language", "time_zone"])
    return actor
