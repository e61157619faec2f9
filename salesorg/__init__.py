"""A sales department of three stages, and the floor that the stages share."""
