import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

UNREAD = {
    "clients_activity_company_id_e0696e1c": "clients_activity (company_id)",
    "clients_activity_actor_id_175b67bf": "clients_activity (actor_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0005_handoff_and_commission"),
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
                    "activity", "company",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="clients.company"),
                ),
                migrations.AlterField(
                    "activity", "actor",
                    models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
    ]
