"""One file per thing."""

from salesorg.people.models.absence import Absence
from salesorg.people.models.export import Export
from salesorg.people.models.idempotency_key import IdempotencyKey
from salesorg.people.models.notice import Notice
from salesorg.people.models.organisation import Organisation
from salesorg.people.models.team import Team
from salesorg.people.models.user import User
from salesorg.people.roles import Role

__all__ = ["Absence", "Export", "IdempotencyKey", "Notice", "Organisation", "Role", "Team", "User"]
