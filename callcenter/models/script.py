from django.db import models
from django.db.models import Q

from salesorg.people.models import User


class Script(models.Model):
    """What call managers say; its text lives in versions, of which one is published."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ScriptVersion(models.Model):
    """One version of a script, a tree of steps.

    `steps` is `{"start": code, "steps": {code: {"title", "text", "answers": [{"text", "next"}]}},
    "objections": [{"title", "text"}]}`; texts may use {company}, {person}, {me}, {organisation}.
    """

    script = models.ForeignKey(Script, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    is_published = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["script_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["script", "number"], name="script_version_numbered_once"),
            models.UniqueConstraint(
                fields=["script"], condition=Q(is_published=True), name="script_version_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.script_id} v{self.number}"
