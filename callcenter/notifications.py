"""Sentences of this stage's notices: kind -> text with named placeholders filled from the notice's data."""

from django.utils.functional import Promise

NOTICE_TEXTS: dict[str, Promise] = {}
