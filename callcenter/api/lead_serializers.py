"""What the endpoint of leads gives."""

from rest_framework import serializers

from callcenter.models import Lead
from salesorg.lib.api import PersonSerializer


class LeadOut(serializers.ModelSerializer[Lead]):
    """A lead in a list; phones masked."""

    company = serializers.SerializerMethodField()
    phones = serializers.SerializerMethodField()
    callback_owner = PersonSerializer(allow_null=True)

    class Meta:
        model = Lead
        fields = [
            "id", "company", "phones", "call_list", "state", "due_at", "attempts", "last_call_at", "callback_owner",
            "closed_reason",
        ]  # fmt: skip

    def get_company(self, lead: Lead) -> dict[str, str | int]:
        company = lead.company
        return {"id": company.pk, "name": company.name, "city": company.city, "time_zone": company.time_zone}

    def get_phones(self, lead: Lead) -> list[str]:
        return [point.masked for point in lead.company.contact_points.all() if point.kind == "phone"]
