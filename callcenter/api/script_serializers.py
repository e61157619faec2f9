"""What the endpoints of scripts take and give (contract.md)."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from callcenter.models import Script, ScriptVersion
from callcenter.script_drafts import draft_mark
from callcenter.script_editor import ANSWER, MOST_ANSWERS, MOST_OBJECTIONS, MOST_STEPS, TEXT, TITLE
from callcenter.script_queries import Conversion, parts_of
from callcenter.script_tree import tree_faults
from salesorg.lib.api import PersonSerializer, StrictSerializer

Out = serializers.Serializer[Any]


class CodeField(serializers.RegexField):
    """A step's code: letters, digits and underscores."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[A-Za-z0-9_]{1,40}\Z", **kwargs)


class ScriptAnswerIn(StrictSerializer):
    """What the company may say; `next` is a step's code, or the conversation ends, perhaps with the call result `ends`."""

    text = serializers.CharField(max_length=ANSWER, allow_blank=True)
    next = CodeField(required=False, allow_blank=True, default="")
    ends = CodeField(required=False)


class StepIn(StrictSerializer):
    title = serializers.CharField(max_length=TITLE, allow_blank=True)
    text = serializers.CharField(max_length=TEXT, allow_blank=True)
    answers = serializers.ListField(
        child=ScriptAnswerIn(), max_length=MOST_ANSWERS, required=False, default=list
    )


class ObjectionIn(StrictSerializer):
    title = serializers.CharField(max_length=ANSWER, allow_blank=True)
    text = serializers.CharField(max_length=TEXT, allow_blank=True)


class TreeIn(StrictSerializer):
    """A script's text, finished or not; `order` is that of the editor."""

    start = CodeField(allow_blank=True)
    order = serializers.ListField(child=CodeField(), max_length=MOST_STEPS, required=False)
    steps = serializers.DictField(child=StepIn())
    objections = serializers.ListField(
        child=ObjectionIn(), max_length=MOST_OBJECTIONS, required=False, default=list
    )

    def validate_steps(self, steps: Mapping[str, Any]) -> dict[str, Any]:
        if len(steps) > MOST_STEPS:
            raise serializers.ValidationError(f"At most {MOST_STEPS} steps.")
        for code in steps:
            CodeField().run_validation(code)
        return dict(steps)


class ScriptIn(StrictSerializer):
    name = serializers.CharField(max_length=100)
    steps = TreeIn()


class ScriptNameIn(StrictSerializer):
    name = serializers.CharField(max_length=100)


class ScriptDraftIn(StrictSerializer):
    """`seen`: the mark of the draft that was read (`draft.seen` of the script; empty for none), so that nobody's is lost."""

    steps = TreeIn()
    seen = serializers.CharField(max_length=60, allow_blank=True)


class DraftFromIn(StrictSerializer):
    version = serializers.IntegerField(min_value=1, max_value=10**6, source="number")


class SeenIn(StrictSerializer):
    seen = serializers.CharField(max_length=60)


class PublishIn(StrictSerializer):
    """`share`: per cent of the leads, to test the draft beside the published version; none: in its place."""

    seen = serializers.CharField(max_length=60)
    share = serializers.IntegerField(min_value=1, max_value=99, required=False)


class ShareIn(StrictSerializer):
    share = serializers.IntegerField(min_value=1, max_value=99)


class TestEndIn(StrictSerializer):
    promote = serializers.BooleanField()


class ChallengerOut(Out):
    version = serializers.IntegerField(source="number")
    share = serializers.IntegerField()
    since = serializers.DateTimeField(source="published_at")


class ScriptDraftOut(Out):
    """The draft with what keeps it from being published; `seen` is to be sent back when it is saved or published."""

    version = serializers.IntegerField(source="number")
    steps = serializers.JSONField()
    seen = serializers.SerializerMethodField()
    faults = serializers.SerializerMethodField()
    saved_by = PersonSerializer(source="created_by", allow_null=True)
    saved_at = serializers.DateTimeField(source="created_at")

    def get_seen(self, draft: ScriptVersion) -> str:
        return draft_mark(draft)

    def get_faults(self, draft: ScriptVersion) -> list[str]:
        return [fault.text for fault in tree_faults(draft.steps)]


class ScriptOut(Out):
    """A script with its published version (null when there is none) and that version's last 30 days."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    steps = serializers.JSONField()
    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    challenger = ChallengerOut(allow_null=True)
    draft = ScriptDraftOut(allow_null=True)
    call_lists = serializers.ListField(child=serializers.IntegerField())


class ScriptVersionOut(Out):
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["draft", "published", "challenger", "earlier", "discarded"])
    share = serializers.IntegerField()
    published_at = serializers.DateTimeField(allow_null=True)
    created_by = PersonSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    steps = serializers.JSONField()


def script_json(script: Script, brought: Mapping[int, Conversion]) -> dict[str, Any]:
    """One script (of `scripts()`) as an answer."""
    parts = parts_of(script.live)  # type: ignore[attr-defined]
    version = parts.published
    figures = brought.get(version.pk, Conversion()) if version else Conversion()
    return {
        "id": script.pk, "name": script.name, "version": version.number if version else None,
        "steps": version.steps if version else {}, "calls": figures.calls, "reached": figures.reached,
        "booked": figures.booked,
        "challenger": ChallengerOut(parts.challenger).data if parts.challenger else None,
        "draft": ScriptDraftOut(parts.draft).data if parts.draft else None,
        "call_lists": [one.pk for one in script.call_lists.all()],
    }  # fmt: skip


def version_json(version: ScriptVersion) -> dict[str, Any]:
    """One version as an answer."""
    return dict(ScriptVersionOut({
        "number": version.number, "state": version.state, "share": version.share, "published_at": version.published_at,
        "created_by": version.created_by, "created_at": version.created_at, "steps": version.steps,
    }).data)  # fmt: skip
