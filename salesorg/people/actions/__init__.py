"""What can be done with people: the listing is the feature list."""

from salesorg.people.actions.answer_once import answer_once
from salesorg.people.actions.cancel_absence import cancel_absence
from salesorg.people.actions.change_password import change_password
from salesorg.people.actions.change_role import change_role
from salesorg.people.actions.create_team import create_team
from salesorg.people.actions.create_token import create_token
from salesorg.people.actions.dismiss_person import dismiss_person
from salesorg.people.actions.hire_person import hire_person
from salesorg.people.actions.notify import notify
from salesorg.people.actions.plan_absence import plan_absence
from salesorg.people.actions.read_notices import read_notices
from salesorg.people.actions.record_export import record_export
from salesorg.people.actions.reset_password import reset_password
from salesorg.people.actions.revoke_token import revoke_token
from salesorg.people.actions.update_person import update_person
from salesorg.people.actions.update_profile import update_profile

__all__ = [
    "answer_once",
    "cancel_absence",
    "change_password",
    "change_role",
    "create_team",
    "create_token",
    "dismiss_person",
    "hire_person",
    "notify",
    "plan_absence",
    "read_notices",
    "record_export",
    "reset_password",
    "revoke_token",
    "update_person",
    "update_profile",
]
