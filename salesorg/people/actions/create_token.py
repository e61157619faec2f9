from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User


class TooManyTokens(ActionRefused):
    code = "too_many_tokens"
    text = _("You have as many API tokens as one person may have. Revoke one first.")


@transaction.atomic
def create_token(*, actor: User) -> tuple[AuthToken, str]:
    """Make an API token for oneself; return its row and its text, which is stored nowhere. Refusal: `TooManyTokens`."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if AuthToken.objects.filter(user=actor).count() >= settings.REST_KNOX["TOKEN_LIMIT_PER_USER"]:
        raise TooManyTokens
    made: tuple[AuthToken, str] = AuthToken.objects.create(user=actor)
    return made
