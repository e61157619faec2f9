"""What every part of the play shares: the scenery, the dice, the people and the present moment."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from salesorg.dashboards.demo.scenery import Scenery
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import people_in

WATCHED_DAYS = 8


@dataclass
class Stage:
    """`dice` is seeded, so that the same seed plays the same piece; `now` is where the play ends."""

    scenery: Scenery
    dice: Random
    organisation: Organisation
    now: datetime
    people: dict[str, User] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return self.organisation.zone

    def team(self, *roles: Role) -> list[User]:
        """The people of some roles, always in the same order."""
        return list(people_in(*roles).order_by("id"))

    def person(self, username: str) -> User:
        """One of the cast, by user name."""
        return self.people[username]

    def moment(self, day: date, hours: float) -> datetime:
        """A local time of the organisation's day, given in hours (9.5 is half past nine)."""
        return datetime.combine(day, time(0), self.zone) + timedelta(hours=hours)

    def is_watched(self, day: date) -> bool:
        """Whether the day is one of the last, which are played in more detail (`watching`)."""
        return (self.now.astimezone(self.zone).date() - day).days < WATCHED_DAYS

    def says(self, kind: str) -> str:
        """A note such as people write."""
        return self.dice.choice(self.scenery.notes[kind])

    def happens(self, probability: float) -> bool:
        """Throw the dice."""
        return self.dice.random() < probability
