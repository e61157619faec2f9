"""What the endpoints of imports take and give."""

from typing import Any

from rest_framework import serializers

from callcenter.models import ImportJob
from salesorg.lib.api import PersonSerializer, StrictSerializer


class ImportIn(StrictSerializer):
    """A file and, if the guess is not to be trusted, which column becomes which field."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    mapping = serializers.JSONField(
        required=False, help_text='{"Column": "field"}; the other columns as guessed'
    )

    def validate_mapping(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(field, str) for field in value.values()):
            raise serializers.ValidationError("An object of column names and fields.")
        return value


class ImportOut(serializers.ModelSerializer[ImportJob]):
    """How far an import is and what came of it; `report` is the address of its rows as CSV."""

    created_by = PersonSerializer(allow_null=True)
    report = serializers.SerializerMethodField()
    possible_duplicates = serializers.SerializerMethodField(help_text="pairs still to be decided")

    class Meta:
        model = ImportJob
        fields = [
            "id", "call_list", "file_name", "status", "error", "mapping", "region", "rows", "rows_done", "created",
            "duplicates", "dnc", "clients", "rejected", "created_by", "created_at", "finished_at", "report",
            "possible_duplicates",
        ]  # fmt: skip

    def get_possible_duplicates(self, job: ImportJob) -> int:
        return int(self.context["to_decide"](job.pk))

    def get_report(self, job: ImportJob) -> str:
        return str(self.context["report_url"](job.pk))
