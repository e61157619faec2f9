"""The ground floor: who works here, in which role, when, and under which settings."""
