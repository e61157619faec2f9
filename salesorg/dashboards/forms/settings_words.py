"""The words of the settings: their groups, the label and the sentence of help of each field."""

from django.utils.translation import gettext_lazy as _

DAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip

# (anchor, title, what it is about, icon, fields)
GROUPS = [
    ("organisation", _("Organisation"), _("Who we are: in mails, on quotes and in every report."), "building",
     ["name", "country", "language", "time_zone", "currency", "vat_rate"]),
    ("time", _("Working time"), _("By it run all clocks in working hours, the norms and the free times of the hunters."), "clock",
     ["working_days", "opens_at", "closes_at", "extra_holidays"]),
    ("norms", _("Staffing norms"), _("Below them a department is in the red zone, and the head of sales reads it."), "users-group",
     ["call_managers_norm", "hunters_norm", "calls_per_day_norm"]),
    ("queue", _("Calling"), _("How the queue hands out leads, and how long a lead or a callback stays with one person."), "headset",
     ["claim_lease_minutes", "attempts_apart_minutes", "callback_grace_minutes", "callback_reminder_minutes",
      "callbacks_open_max", "correct_call_minutes"]),
    ("control", _("Control of the call centre"), _("When the wallboard rings, and how many calls are listened to."), "eye-check",
     ["idle_alarm_minutes", "wrap_up_alarm_minutes", "reviews_per_week", "review_booked_calls"]),
    ("meetings", _("Meetings"), _("What a call manager may offer, and who looks at it before the hunter gets it."), "calendar-event",
     ["meeting_minutes", "meeting_horizon_days", "meetings_from", "meetings_to", "call_managers_choose_hunter", "meetings_are_audited"]),
    ("clients", _("Handoff and client department"), _("When a farmer is full, and when the department must grow."), "plant-2",
     ["handoff_hours", "handoff_reminder_hours", "farmer_capacity", "overload_share", "hiring_ramp_weeks", "hiring_horizon_weeks", "hiring_pace_weeks"]),
    ("protection", _("Protection of the client base"), _("How much of the base one person can see in a day."), "shield-lock",
     ["reveals_per_day"]),
]  # fmt: skip

LABELS = {
    "name": _("Name"), "country": _("Country"), "currency": _("Currency"), "opens_at": _("Work begins"),
    "closes_at": _("Work ends"), "call_managers_norm": _("Call managers at least"),
    "calls_per_day_norm": _("Calls a day per call manager"), "claim_lease_minutes": _("A lead is held for, minutes"),
    "callback_grace_minutes": _("Own callbacks are kept for, minutes"),
    "callback_reminder_minutes": _("A callback is announced ahead, minutes"),
    "callbacks_open_max": _("Open callbacks per call manager at most"),
    "correct_call_minutes": _("A result may be corrected for, minutes"),
    "meetings_from": _("Meetings are offered from, the client's clock"),
    "meetings_to": _("Meetings are offered until, the client's clock"),
    "idle_alarm_minutes": _("Alarm when idle for, minutes"),
    "wrap_up_alarm_minutes": _("Alarm when wrapping up for, minutes"),
    "reviews_per_week": _("Calls reviewed per person and week"),
    "review_booked_calls": _("Review every call that booked a meeting"),
    "call_managers_choose_hunter": _("Call managers may choose the hunter"),
    "meetings_are_audited": _("The administrator audits meetings before the hunter gets them"),
    "attempts_apart_minutes": _("Two attempts are apart, minutes"), "hunters_norm": _("Hunters at least"),
    "meeting_minutes": _("A meeting takes, minutes"), "meeting_horizon_days": _("Meetings are offered for, days"),
    "handoff_hours": _("A handoff is accepted within, working hours"),
    "handoff_reminder_hours": _("Reminder of a handoff ahead, working hours"),
    "farmer_capacity": _("Capacity of a farmer, load points"), "hiring_ramp_weeks": _("A new farmer is ready after, weeks"),
    "hiring_horizon_weeks": _("People are counted ahead for, weeks"),
    "hiring_pace_weeks": _("Growth is measured over, weeks"), "reveals_per_day": _("Contacts shown to one person a day"),
}  # fmt: skip

HELP = {
    "name": _("As clients know it."),
    "opens_at": _("In the organisation's time zone."),
    "closes_at": _("In the organisation's time zone."),
    "calls_per_day_norm": _("By it the wallboard and the reports say who keeps up."),
    "callback_reminder_minutes": _("So long before its time the call manager is reminded of a callback."),
    "idle_alarm_minutes": _("Who holds no lead and is on no break for so long is red on the wallboard."),
    "wrap_up_alarm_minutes": _("From hanging up to the result of the call."),
    "review_booked_calls": _("Beside the sample: what books a meeting is always worth hearing."),
    "meeting_minutes": _("How long a slot of the hunters' calendar is."),
    "meeting_horizon_days": _("No meeting is booked farther ahead: it would be forgotten."),
    "handoff_hours": _("Then the handoff is late and the head of the client department is told."),
    "hiring_horizon_weeks": _("So many weeks of growth the people to be hired must last for."),
    "hiring_pace_weeks": _("New and lost load of so many past weeks tell the pace."),
    "country": _("Two letters, for instance RU: its public holidays are days off."),
    "currency": _("Three letters, for instance RUB. Earlier sales keep theirs."),
    "call_managers_norm": _("Fewer is the red zone of the call centre."),
    "claim_lease_minutes": _("Then an abandoned lead returns to the queue."),
    "callback_grace_minutes": _("Then anybody may call back instead of who promised it."),
    "attempts_apart_minutes": _("The same company is never called twice within this time."),
    "callbacks_open_max": _("Who has promised as many makes no further promise before keeping one."),
    "correct_call_minutes": _(
        "By who logged the call, while nothing else happened to the lead. 0 means never."
    ),
    "meetings_from": _("Other hours are one click away."),
    "reviews_per_week": _("Picked at random among the calls that reached somebody; 0 picks none."),
    "call_managers_choose_hunter": _("Otherwise the turn alone decides, which is the fairest."),
    "meetings_are_audited": _(
        "What nobody looked at in time is passed on by itself: the client will be there."
    ),
    "hunters_norm": _("Fewer is the red zone of active sales."),
    "handoff_reminder_hours": _("Whose turn it is, is told once, so long before the time is up."),
    "farmer_capacity": _("Clients weigh by their service level. Used where a farmer has no own capacity."),
    "hiring_ramp_weeks": _("From the decision to hire until the farmer takes clients."),
    "reveals_per_day": _("Full phones and e-mails of different companies. Each look is recorded."),
}
