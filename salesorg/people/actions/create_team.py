from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, Team, User


class TeamExists(ActionRefused):
    code = "team_exists"
    text = _("There is a team of this name already.")


@transaction.atomic
def create_team(*, actor: User, name: str) -> Team:
    """Make a team to put people into. Refusals: `NotYours`, `TeamExists`."""
    if not actor.is_in(Role.ADMIN):
        raise NotYours
    with refusing("people_team_name_key", TeamExists), transaction.atomic():
        return Team.objects.create(name=name)
