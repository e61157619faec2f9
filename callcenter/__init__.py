"""Stage 1 of 4 - cold calls; hands on to hunters.actions.schedule_meeting."""
