from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE sales_sale_number", "DROP SEQUENCE sales_sale_number"),
    ]
