from django.db import migrations

# product.md 4.2: qualified, proposal, negotiation, agreed; the days are a habit of B2B sales and a setting.
STAGES = [("qualified", "Qualified", 10), ("proposal", "Proposal", 14), ("negotiation", "Negotiation", 14), ("agreed", "Agreed", 7)]


def add_stages(apps, schema_editor):
    stage = apps.get_model("hunters", "DealStage")
    for position, (code, name, days) in enumerate(STAGES):
        stage.objects.create(code=code, name=name, position=position, rotting_days=days)


class Migration(migrations.Migration):
    dependencies = [("hunters", "0001_initial")]

    operations = [migrations.RunPython(add_stages, migrations.RunPython.noop)]
