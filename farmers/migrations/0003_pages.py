import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from salesorg.lib.rollup_sql import RollupSql

LOAD = RollupSql(
    table="farmers_accountload",
    keys=["farmer_id", "service_level_id"],
    sums=["accounts", "neglected"],
    sources={
        "farmers_account": """SELECT r.farmer_id, r.service_level_id, 1 AS accounts,
            (r.neglected_since IS NOT NULL)::int AS neglected FROM {rows} r WHERE r.closed_at IS NULL""",
    },
    invariant=("inv_account_load_is_not_its_accounts", "The load of a farmer is the number of the open accounts."),
)
BASE = RollupSql(
    table="farmers_clientmonth",
    keys=["month"],
    sums=["gained", "lost"],
    sources={
        "farmers_account": """SELECT part.month, part.gained, part.lost FROM {rows} r CROSS JOIN LATERAL (VALUES
            (date_trunc('month', r.opened_at AT TIME ZONE {zone})::date, 1, 0),
            (date_trunc('month', r.lost_since::timestamp)::date, 0, 1)
        ) part (month, gained, lost) WHERE part.month IS NOT NULL""",
    },
    invariant=("inv_client_month_is_not_its_accounts", "The clients of a month are the accounts that came and were lost in it."),
)


def key(to):
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to
    )


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("farmers", "0002_service_levels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountLoad",
            fields=[
                ("id", number()),
                ("accounts", models.IntegerField()),
                ("neglected", models.IntegerField()),
                ("farmer", key(settings.AUTH_USER_MODEL)),
                ("service_level", key("farmers.servicelevel")),
            ],
        ),
        migrations.CreateModel(
            name="ClientMonth",
            fields=[
                ("id", number()),
                ("month", models.DateField()),
                ("gained", models.IntegerField()),
                ("lost", models.IntegerField()),
            ],
        ),
        *LOAD.operations(),
        *BASE.operations(),
        migrations.RemoveIndex(model_name="account", name="account_load"),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["farmer", "-opened_at"],
                name="account_newest_of_farmer",
            ),
        ),
    ]
