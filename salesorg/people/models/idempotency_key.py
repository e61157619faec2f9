from django.db import models

from salesorg.people.models.user import User


class IdempotencyKey(models.Model):
    """The answer to one request that creates or moves something, kept in the transaction of its effect.

    A replay gives the same answer, another body is refused (422), a running twin waits at the unique row (409).
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    request_hash = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_used_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
