from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.models.call import Call
from callcenter.models.scorecard import Scorecard
from salesorg.people.models import User


class Review(models.Model):
    """A call picked to be listened to; with marks once it was. `score`: per cent of the weights, 0 after an instant fail."""

    class Picked(models.TextChoices):
        SAMPLE = "sample", _("Sample")
        BOOKED = "booked", _("Booked a meeting")
        CHOSEN = "chosen", _("Chosen by hand")

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="review")
    # Of the call: lists per person need no join.
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    picked = models.CharField(max_length=6, choices=Picked)
    picked_at = models.DateTimeField()
    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    failed = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    # What the call manager says to it, and when they first saw it.
    seen_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-picked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, score__isnull=True, reviewer__isnull=True)
                | Q(reviewed_at__isnull=False, score__isnull=False, reviewer__isnull=False),
                name="review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="review_score_is_per_cent"
            ),
            models.CheckConstraint(
                condition=~Q(failed=True, score__gt=0), name="review_failed_scores_nothing"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("reviewed_at")),
                name="review_is_answered_after_it",
            ),
        ]
        indexes = [
            models.Index(fields=["manager", "-reviewed_at"], name="review_of_manager"),
            models.Index(fields=["-reviewed_at", "-id"], name="review_newest"),
            models.Index(
                fields=["picked_at", "id"], name="review_due", condition=Q(reviewed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class ReviewMark(models.Model):
    """One criterion as it was when the review was made, and how far it was met: 0, 1 (half) or 2."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()
    instant_fail = models.BooleanField(default=False)
    met = models.PositiveSmallIntegerField(validators=[MaxValueValidator(2)])

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="review_mark_once"),
            models.CheckConstraint(condition=Q(met__lte=2), name="review_mark_is_0_1_or_2"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.met}"
