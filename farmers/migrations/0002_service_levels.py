from decimal import Decimal

from django.db import migrations

# product.md 6, «Neglect» and «Load»; lost after three times the neglect limit.
LEVELS = [("A", 7, 14, 42, "2.0", False), ("B", 14, 30, 90, "1.0", True), ("C", 30, 60, 180, "0.5", False)]


def add_levels(apps, schema_editor):
    level = apps.get_model("farmers", "ServiceLevel")
    for code, touch, neglect, lost, weight, default in LEVELS:
        level.objects.create(
            code=code, touch_days=touch, neglect_days=neglect, lost_days=lost, weight=Decimal(weight),
            is_default=default,
        )


class Migration(migrations.Migration):
    dependencies = [("farmers", "0001_initial")]

    operations = [migrations.RunPython(add_levels, migrations.RunPython.noop)]
