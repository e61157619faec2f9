"""Stage 2 of 4 - meets and makes the first sale; hands on to handoff.actions.hand_off_company."""
