"""Words of the reports: what they are split by, their columns, and the names under which an export is recorded."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SPLIT_NAMES: dict[str, Promise] = {
    "person": _("By call manager"),
    "list": _("By call list"),
    "version": _("By script version"),
    "hour": _("By hour of the day"),
    "disposition": _("By result"),
}
KEY_NAMES: dict[str, Promise] = {
    "person": _("Call manager"),
    "list": _("Call list"),
    "version": _("Script version"),
    "hour": _("Hour"),
    "disposition": _("Result"),
}
COLUMN_NAMES: dict[str, Promise] = {
    "calls": _("Calls"),
    "reached": _("Reached"),
    "share": _("Share reached"),
    "booked": _("Booked"),
    "per_reached": _("Booked per reached"),
    "held": _("Meetings held"),
    "no_show": _("No-shows"),
    "first_sales": _("First sales"),
    "talk": _("Talk, average"),
    "wrap_up": _("Wrap-up, average"),
    "per_hour": _("Calls an hour"),
}
COLUMN_HINTS: dict[str, Promise] = {
    "share": _("Reached of all calls."),
    "per_reached": _("Meetings booked of those reached."),
    "held": _("Of the meetings that these calls booked, whenever they were held."),
    "no_show": _("Of the meetings that these calls booked."),
    "first_sales": _("Of the meetings that these calls booked, until today."),
    "talk": _("Of the calls of which the exchange or the call manager's key told it."),
    "wrap_up": _("Of the calls of which the exchange or the call manager's key told it."),
    "per_hour": _("Per working hour of the period; a person's absences do not count."),
}
# What `Export.what` holds.
EXPORTS: dict[str, Promise] = {
    **{f"calls_by_{split}": name for split, name in SPLIT_NAMES.items()},
    "call_log": _("Call log"),
}
