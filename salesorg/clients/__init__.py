"""Companies and all that is said about them once, for every stage: contacts, owners, timeline, do-not-call."""
