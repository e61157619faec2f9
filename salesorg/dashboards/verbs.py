"""Names of the activities that concern no company but the department itself."""

PERSON_HIRED = "person_hired"
PERSON_DISMISSED = "person_dismissed"
ROLE_CHANGED = "role_changed"
SETTINGS_CHANGED = "settings_changed"
EXPORT_ALLOWED = "export_allowed"
EXPORT_FORBIDDEN = "export_forbidden"
# A client rang us: the one verb here that has a company.
CLIENT_CALLED = "client_called"

ALL = (PERSON_HIRED, PERSON_DISMISSED, ROLE_CHANGED, SETTINGS_CHANGED, EXPORT_ALLOWED, EXPORT_FORBIDDEN)
