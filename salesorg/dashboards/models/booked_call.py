from django.db import models


class BookedCall(models.Model):
    """A call that booked a meeting, and how far it led until now: what the funnel would join four tables for.

    Kept by triggers of the call, the meeting, its deal and the company's sales, which work the row out anew.
    """

    meeting_id = models.BigIntegerField(primary_key=True)
    manager_id = models.BigIntegerField()
    call_list_id = models.BigIntegerField()
    booked_at = models.DateTimeField()
    held = models.BooleanField()
    # Whether its deal was the company's first sale, and whether that client bought again.
    first_sale = models.BooleanField()
    repeat = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["booked_at"],
                include=["manager_id", "call_list_id", "held", "first_sale", "repeat"],
                name="booked_call_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.meeting_id}"
