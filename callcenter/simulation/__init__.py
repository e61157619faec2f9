"""A telephone exchange and call managers that are not there: they play a day of calls over HTTP (`simulate_pbx`)."""
