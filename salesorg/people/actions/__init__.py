"""What can be done with people: the listing is the feature list."""

from salesorg.people.actions.answer_once import answer_once
from salesorg.people.actions.dismiss_person import dismiss_person
from salesorg.people.actions.hire_person import hire_person
from salesorg.people.actions.notify import notify
from salesorg.people.actions.plan_absence import plan_absence

__all__ = ["answer_once", "dismiss_person", "hire_person", "notify", "plan_absence"]
