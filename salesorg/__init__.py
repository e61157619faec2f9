"""A sales department of three stages, and the floor that the stages share."""

from salesorg.celery import app as celery_app

__all__ = ["celery_app"]
