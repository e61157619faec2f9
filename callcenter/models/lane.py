from django.db import models

from callcenter.models.call_list import CallList


class Lane(models.Model):
    """The leads of one list in one time zone: they share the list's priority and their calling window.

    The queue asks lane by lane, so that closed windows and paused lists cost nothing however many leads they hold.
    """

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="lanes")
    time_zone = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_list", "time_zone"], name="lane_one_per_list_and_zone")
        ]

    def __str__(self) -> str:
        return f"{self.call_list_id} {self.time_zone}"
