from django.db import models
from django.utils.functional import Promise

from hunters.stage_names import stage_label


class DealStage(models.Model):
    """A column of the pipeline. `rotting_days`: days without a real contact after which a deal here is rotting.

    Open stages only; won and lost are states of the deal. The name is translated where `code` is a known one.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(unique=True)
    rotting_days = models.PositiveSmallIntegerField(default=14)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str | Promise:
        """The name in the viewer's language, where the product knows it."""
        return stage_label(self.code, self.name)
