"""Names of this stage's activities (Activity.verb), as the timeline knows them."""

CALL_LOGGED = "call_logged"
LEAD_CLOSED = "lead_closed"
LEAD_RETURNED = "lead_returned"

LIST_CREATED = "list_created"
LIST_CHANGED = "list_changed"
IMPORT_STARTED = "import_started"
IMPORT_DONE = "import_done"
IMPORT_FAILED = "import_failed"
IMPORT_REVERTED = "import_reverted"
SCRIPT_PUBLISHED = "script_published"
