"""What the figures of scripts look like over the API."""

from typing import Any

from rest_framework import serializers

from salesorg.lib.api import PersonSerializer

Out = serializers.Serializer[Any]


class ConversionOut(Out):
    """`leads` called, `met` reached, `won` booked: companies, each once. `rate`: booked of calls that reached."""

    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    leads = serializers.IntegerField()
    met = serializers.IntegerField()
    booked = serializers.IntegerField()
    won = serializers.IntegerField()
    held = serializers.IntegerField()
    first_sales = serializers.IntegerField(source="sold")
    rate = serializers.DecimalField(max_digits=6, decimal_places=4, allow_null=True)


class StepOutcomeOut(Out):
    calls = serializers.IntegerField()
    booked = serializers.IntegerField()
    held = serializers.IntegerField()
    first_sales = serializers.IntegerField(source="sold")


class AnswerFiguresOut(Out):
    """`answer` is its place in the step, null for «no suitable answer»."""

    answer = serializers.IntegerField(source="place", allow_null=True)
    text = serializers.CharField()
    outcome = StepOutcomeOut()


class StepFiguresOut(Out):
    """What came to a step; `died`: calls that ended here without a meeting."""

    step = serializers.CharField(source="code")
    title = serializers.CharField()
    came = StepOutcomeOut()
    died = serializers.IntegerField()
    answers = AnswerFiguresOut(many=True)
    no_suitable_answer = AnswerFiguresOut(source="none")


class VersionFiguresOut(Out):
    version = serializers.IntegerField()
    outcome = ConversionOut()


class ScriptFiguresOut(Out):
    """The calls of the days `first` to `last`: all versions, and one of them step by step."""

    first = serializers.DateField()
    last = serializers.DateField()
    versions = VersionFiguresOut(many=True)
    version = serializers.IntegerField(allow_null=True)
    steps = StepFiguresOut(many=True)


class ScriptNoteOut(Out):
    """Where the script had no answer: what they said, at which step, in whose call."""

    call = serializers.IntegerField()
    at = serializers.DateTimeField()
    manager = PersonSerializer()
    version = serializers.IntegerField()
    step = serializers.CharField()
    said = serializers.CharField(allow_blank=True)


class VerdictOut(Out):
    """`p` stays valid however often it is looked at; `needed` companies reached with the version that has fewer, until a
    first word (too_few), or until the present difference would be proven (chance; null if the two are practically equal)."""

    kind = serializers.ChoiceField(choices=["too_few", "chance", "first", "second"])
    text = serializers.CharField()
    n_first = serializers.IntegerField()
    n_second = serializers.IntegerField()
    p = serializers.FloatField(allow_null=True)
    needed = serializers.IntegerField(allow_null=True)


class ScriptTestOut(Out):
    """Both versions since the test began."""

    version = serializers.IntegerField()
    challenger = serializers.IntegerField()
    share = serializers.IntegerField()
    since = serializers.DateTimeField()
    first = ConversionOut()
    second = ConversionOut()
    verdict = VerdictOut()
