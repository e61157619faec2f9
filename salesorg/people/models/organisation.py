from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

import holidays
from django.db import models
from django.db.models import F, Q

from salesorg.lib.working_time import WorkingWeek


def weekdays() -> list[int]:
    """Monday to Friday in ISO numbers."""
    return [1, 2, 3, 4, 5]


class Organisation(models.Model):
    """The one organisation of this installation and every number it may decide for itself.

    Defaults are those of product.md (4 and 6). Rates, shares: fractions of one; hours: working hours unless said.
    """

    name = models.CharField(max_length=150, default="salesorg")
    country = models.CharField(max_length=2, default="US")
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="America/New_York")
    currency = models.CharField(max_length=3, default="USD")
    vat_rate = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.000"))

    working_days = models.JSONField(default=weekdays)
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(18))
    extra_holidays = models.JSONField(default=list, blank=True)

    claim_lease_minutes = models.PositiveSmallIntegerField(default=20)
    callback_grace_minutes = models.PositiveSmallIntegerField(default=60)
    attempts_apart_minutes = models.PositiveSmallIntegerField(default=120)
    meeting_minutes = models.PositiveSmallIntegerField(default=60)
    meeting_horizon_days = models.PositiveSmallIntegerField(default=14)
    calls_per_day_norm = models.PositiveSmallIntegerField(default=60)
    # Promised callbacks that one call manager may have open at once.
    callbacks_open_max = models.PositiveSmallIntegerField(default=30)
    callback_reminder_minutes = models.PositiveSmallIntegerField(default=5)
    # For so long after a call its result may be corrected by who logged it; 0: never.
    correct_call_minutes = models.PositiveSmallIntegerField(default=5, db_default=5)
    # Hours of the client's own clock within which meetings are offered first.
    meetings_from = models.TimeField(default=time(8), db_default=time(8))
    meetings_to = models.TimeField(default=time(20), db_default=time(20))
    # Whether a call manager may choose the hunter, or the turn alone decides.
    call_managers_choose_hunter = models.BooleanField(default=True)
    # Whether a booked meeting waits for the administrator's word before the hunter gets it.
    meetings_are_audited = models.BooleanField(default=False)
    # Alarms of the wallboard, in minutes.
    idle_alarm_minutes = models.PositiveSmallIntegerField(default=10)
    wrap_up_alarm_minutes = models.PositiveSmallIntegerField(default=5)
    # How many calls of each person a week are picked for review; those that booked a meeting all are, if so set.
    reviews_per_week = models.PositiveSmallIntegerField(default=2)
    review_booked_calls = models.BooleanField(default=True)

    call_managers_norm = models.PositiveSmallIntegerField(default=3)
    hunters_norm = models.PositiveSmallIntegerField(default=5)
    handoff_hours = models.PositiveSmallIntegerField(default=24)
    # Whose turn it is in a handoff is reminded once, so many working hours before its clock runs out.
    handoff_reminder_hours = models.PositiveSmallIntegerField(default=8)
    farmer_capacity = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal("40.0"))
    overload_share = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.80"))
    hiring_ramp_weeks = models.PositiveSmallIntegerField(default=6)
    hiring_horizon_weeks = models.PositiveSmallIntegerField(default=13)
    hiring_pace_weeks = models.PositiveSmallIntegerField(default=8)
    reveals_per_day = models.PositiveSmallIntegerField(default=60)

    only_one = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only_one=True), name="organisation_is_only_one"),
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0) & Q(vat_rate__lt=1), name="organisation_vat_rate_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=Q(meetings_to__gt=F("meetings_from")), name="organisation_meets_within_the_day"
            ),
            # Sums of calls are folded a day later at the earliest: what is folded must not be corrected any more.
            models.CheckConstraint(
                condition=Q(correct_call_minutes__lte=60), name="organisation_corrects_calls_within_an_hour"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone; «day» everywhere means a local day of it."""
        return ZoneInfo(self.time_zone)

    @property
    def working_week(self) -> WorkingWeek:
        """Its working hours with the public holidays of its country and its own."""
        public = (
            holidays.country_holidays(self.country)
            if self.country in holidays.list_supported_countries()
            else {}
        )
        own = {str(day) for day in self.extra_holidays}
        return WorkingWeek(
            zone=self.zone,
            days=tuple(self.working_days),
            opens=self.opens_at,
            closes=self.closes_at,
            holidays=_Holidays(public, own),
        )


class _Holidays:
    """Public holidays are computed per year on first use; this only adds the organisation's own days."""

    def __init__(self, public: object, own: set[str]) -> None:
        self._public, self._own = public, own

    def __contains__(self, day: object) -> bool:
        return day in self._public or str(day) in self._own  # type: ignore[operator]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(())

    def __len__(self) -> int:
        return len(self._own)
