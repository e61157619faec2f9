import pgtrigger
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
    "objections": [{"title", "text"}]}`; texts may use {company}, {person}, {me}, {organisation}. An answer without `next`
    may have `ends`, the call result to expect; `order` holds the codes as the editor shows them. A version that is
    neither draft nor published was published earlier (`published_at`), or is a draft put aside.
    """

    script = models.ForeignKey(Script, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    is_published = models.BooleanField(default=False)
    # Being written: nobody reads it to a company yet.
    is_draft = models.BooleanField(default=False)
    # A published version beside the main one, given to `share` per cent of the leads (each lead always the same one).
    is_challenger = models.BooleanField(default=False)
    share = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["script_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["script", "number"], name="script_version_numbered_once"),
            models.UniqueConstraint(
                fields=["script"],
                condition=Q(is_published=True, is_challenger=False),
                name="script_version_one_published",
            ),
            models.UniqueConstraint(
                fields=["script"], condition=Q(is_challenger=True), name="script_version_one_challenger"
            ),
            models.UniqueConstraint(
                fields=["script"], condition=Q(is_draft=True), name="script_version_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(is_draft=True, is_published=True), name="script_version_draft_is_not_published"
            ),
            models.CheckConstraint(
                condition=Q(is_challenger=True, is_published=True, share__gte=1, share__lte=99)
                | Q(is_challenger=False, share=0),
                name="script_version_challenger_has_a_share",
            ),
        ]
        triggers = [
            # Calls name the version that was read aloud, and each process keeps its text (script_steps.py).
            pgtrigger.Trigger(
                name="script_version_published_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("steps"),
                condition=pgtrigger.Q(old__steps__df=pgtrigger.F("new__steps"))
                & (pgtrigger.Q(old__published_at__isnull=False) | pgtrigger.Q(old__is_published=True)),
                func="""
                    RAISE EXCEPTION 'what was published never changes'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'script_version_published_never_changes';
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.script_id} v{self.number}"

    @property
    def state(self) -> str:
        """`draft`, `published`, `challenger`, `earlier` (published before) or `discarded` (a draft put aside)."""
        if self.is_draft:
            return "draft"
        if self.is_published:
            return "challenger" if self.is_challenger else "published"
        return "earlier" if self.published_at else "discarded"
