from django.db import migrations, models

from salesorg.lib.rollup_sql import RollupSql

REVENUE = RollupSql(
    table="sales_revenueday",
    keys=["day", "currency", "kind"],
    sums=["amount", "number"],
    sources={
        "sales_sale": """SELECT (r.sold_at AT TIME ZONE {zone})::date AS day, r.currency, r.kind, r.amount, 1 AS number
            FROM {rows} r""",
        "sales_payment": """SELECT (r.paid_at AT TIME ZONE {zone})::date AS day, r.currency, 'received' AS kind, r.amount,
            1 AS number FROM {rows} r""",
    },
    invariant=("inv_revenue_day_is_not_its_sales", "The revenue of a day is the sum of its sales and payments."),
)


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_sale_number"), ("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RevenueDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("kind", models.CharField(max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                ("number", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["day"], name="revenue_by_day")]},
        ),
        *REVENUE.operations(),
    ]
