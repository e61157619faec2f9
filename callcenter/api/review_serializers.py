"""What the endpoints of the quality control take and give (contract.md, `reviews/`)."""

from typing import Any

from rest_framework import serializers

from callcenter.models import Criterion, Review, ReviewMark, Scorecard
from callcenter.review_queries import criteria_in_use, script_path
from salesorg.lib.api import PersonSerializer, StrictSerializer

Out = serializers.Serializer[Any]
BIGGEST = 2**63 - 1


class ReviewOut(serializers.ModelSerializer[Review]):
    """A call picked for review; with `score` and what follows once it was reviewed."""

    manager = PersonSerializer()
    reviewer = PersonSerializer(allow_null=True)
    company = serializers.SerializerMethodField()
    called_at = serializers.DateTimeField(source="call.at")
    disposition = serializers.CharField(source="call.disposition.code")

    class Meta:
        model = Review
        fields = [
            "id", "call", "company", "called_at", "disposition", "manager", "picked", "picked_at", "scorecard", "reviewer",
            "reviewed_at", "score", "failed", "comment", "seen_at", "agrees", "answer", "answered_at", "answer_read_at",
        ]  # fmt: skip

    def get_company(self, review: Review) -> dict[str, str | int]:
        company = review.call.lead.company
        return {"id": company.pk, "name": company.name}


class CriterionOut(serializers.ModelSerializer[Criterion]):
    class Meta:
        model = Criterion
        fields = ["id", "position", "text", "weight", "instant_fail"]


class ReviewMarkOut(serializers.ModelSerializer[ReviewMark]):
    """A criterion as it was when the review was made; `met`: 0, 1 (partly) or 2."""

    class Meta:
        model = ReviewMark
        fields = ["position", "text", "weight", "instant_fail", "met"]


class ReviewDetailOut(ReviewOut):
    """One review: its `marks`, or while it is due the `criteria` to mark; the note and the way through the script."""

    note = serializers.CharField(source="call.note")
    seconds = serializers.IntegerField(source="call.seconds")
    talk_seconds = serializers.IntegerField(source="call.talk_seconds", allow_null=True)
    path = serializers.SerializerMethodField()
    recording_url = serializers.SerializerMethodField()
    marks = ReviewMarkOut(many=True)
    criteria = serializers.SerializerMethodField()

    class Meta(ReviewOut.Meta):
        fields = [
            *ReviewOut.Meta.fields, "note", "seconds", "talk_seconds", "path", "recording_url", "marks", "criteria",
        ]  # fmt: skip

    def get_path(self, review: Review) -> list[dict[str, str]]:
        return [{"asked": asked, "said": said} for asked, said in script_path(review.call)]

    def get_recording_url(self, review: Review) -> str:
        return str(self.context.get("recording_url", ""))

    def get_criteria(self, review: Review) -> list[dict[str, Any]]:
        due = review.reviewed_at is None
        return [dict(CriterionOut(one).data) for one in criteria_in_use()] if due else []


class ReviewIn(StrictSerializer):
    """Which call is to be reviewed."""

    call = serializers.IntegerField(min_value=1, max_value=BIGGEST)


class MarkIn(StrictSerializer):
    """How far a criterion was met: 0, 1 (partly; not for an instant fail) or 2."""

    criterion = serializers.IntegerField(min_value=1, max_value=BIGGEST)
    met = serializers.IntegerField(min_value=0, max_value=2)


class ReviewSaveIn(StrictSerializer):
    """A mark for every criterion of the scorecard in use."""

    marks = MarkIn(many=True, allow_empty=False)
    comment = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")


class ChangedMarkIn(StrictSerializer):
    """A mark of the review, by its position."""

    position = serializers.IntegerField(min_value=0, max_value=BIGGEST)
    met = serializers.IntegerField(min_value=0, max_value=2)


class ReviewChangeIn(StrictSerializer):
    """Every mark of the review anew, within a day."""

    marks = ChangedMarkIn(many=True, allow_empty=False)
    comment = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")


class ReviewAnswerIn(StrictSerializer):
    """Agree, or disagree in words."""

    agrees = serializers.BooleanField()
    text = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ScorecardOut(serializers.ModelSerializer[Scorecard]):
    """A scorecard; exactly one `is_active`, once there is any."""

    criteria = CriterionOut(many=True)

    class Meta:
        model = Scorecard
        fields = ["id", "name", "is_active", "created_at", "criteria"]


class WeekScoreOut(Out):
    monday = serializers.DateField()
    reviewed = serializers.IntegerField()
    average = serializers.DecimalField(max_digits=5, decimal_places=1, allow_null=True)
    failed = serializers.IntegerField()


class PersonTrendOut(Out):
    """One call manager over twelve weeks; `sampled` of the `planned` samples were reviewed."""

    person = PersonSerializer()
    reviewed = serializers.IntegerField()
    average = serializers.DecimalField(max_digits=5, decimal_places=1, allow_null=True)
    failed = serializers.IntegerField()
    planned = serializers.IntegerField()
    sampled = serializers.IntegerField()
    weeks = WeekScoreOut(many=True)
