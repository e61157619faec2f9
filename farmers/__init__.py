"""Stage 4 of 4 - serves the client for good; hands on to nobody."""
