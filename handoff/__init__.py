"""Stage 3 of 4 - the compulsory passing of the client; hands on to farmers.actions.open_account."""
