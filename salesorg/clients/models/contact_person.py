from django.db import models

from salesorg.clients.models.company import Company


class ContactPerson(models.Model):
    """Somebody who works at the company and whom we talk to."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contact_people")
    name = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
