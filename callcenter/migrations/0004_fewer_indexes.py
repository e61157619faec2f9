import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# By name and not by AlterField: Django would drop every unique index of the one column along with it, and with
# `claim_one_open_per_manager` the guarantee that nobody holds two leads.
UNREAD = {
    "callcenter_call_call_list_id_a7820b8b": "callcenter_call (call_list_id)",
    "callcenter_claim_manager_id_aed5dc76": "callcenter_claim (manager_id)",
    "callcenter_lead_lane_id_43cfaae5": "callcenter_lead (lane_id)",
    "callcenter_lead_meeting_id_45838bb1": "callcenter_lead (meeting_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("callcenter", "0003_call_centre_complete"),
        ("hunters", "0003_call_centre_complete"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX IF NOT EXISTS {name} ON {on}")
                for name, on in UNREAD.items()
            ],
            state_operations=[
                migrations.AlterField(
                    "call", "call_list",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="callcenter.calllist"),
                ),
                migrations.AlterField(
                    "claim", "manager",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="claims", to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    "lead", "lane",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="callcenter.lane"),
                ),
                migrations.AlterField(
                    "lead", "meeting",
                    models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hunters.meeting"),
                ),
            ],
        ),
    ]
