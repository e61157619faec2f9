from django.db import models


class Team(models.Model):
    """People of one stage who work together; only a name to group by."""

    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
