"""Background jobs of the call centre; each selects what is due and may run twice."""
