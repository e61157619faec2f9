"""The hunters' part of the REST API."""
