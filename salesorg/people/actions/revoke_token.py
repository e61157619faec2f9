from django.db import transaction
from knox.models import AuthToken

from salesorg.people.models import User


@transaction.atomic
def revoke_token(*, actor: User, token_key: str) -> int:
    """End the one of one's own tokens that begins with `token_key`; return how many ended (0 if there is none)."""
    ended: int = AuthToken.objects.filter(user=actor, token_key=token_key).delete()[0]
    return ended
