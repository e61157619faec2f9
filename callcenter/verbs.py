"""Names of this stage's activities (Activity.verb), as the timeline knows them."""

CALL_LOGGED = "call_logged"
