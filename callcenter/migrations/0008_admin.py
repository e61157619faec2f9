from django.db import migrations, models

from salesorg.lib.rollup_sql import RollupSql

SUMS = ["calls", "reached", "talk_sum", "talk_n", "wrap_sum", "wrap_n"]
CALLS = RollupSql(
    table="callcenter_callquarter",
    keys=["starts_at", "call_list_id"],
    sums=SUMS,
    sources={
        "callcenter_call": """SELECT date_bin('15 minutes', r.at, '2000-01-01 00:00:00+00') AS starts_at, r.call_list_id,
            1 AS calls, r.reached::int AS reached, coalesce(r.talk_seconds, 0) AS talk_sum,
            (r.talk_seconds IS NOT NULL)::int AS talk_n, coalesce(r.wrap_up_seconds, 0) AS wrap_sum,
            (r.wrap_up_seconds IS NOT NULL)::int AS wrap_n FROM {rows} r""",
    },
    whole="(SELECT c.* FROM callcenter_call c, callcenter_quartersfolded f WHERE c.at < f.until)",
    invariant=("inv_call_quarter_is_not_its_calls", "The calls of a quarter of an hour that is added up are its calls."),
)
# Calls of the last day are not added up yet: no trigger runs for them.
TRIGGERS = f"""
CREATE FUNCTION call_of_a_folded_quarter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    folded timestamptz;
BEGIN
    -- Held until commit, so that the quarter is added up either before this call came or with it.
    SELECT until INTO folded FROM callcenter_quartersfolded FOR SHARE;
    IF TG_OP <> 'INSERT' AND OLD.at < folded THEN
        {CALLS.add(CALLS.lines("callcenter_call", "(SELECT OLD.*)", "-"))}
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.at < folded THEN
        {CALLS.add(CALLS.lines("callcenter_call", "(SELECT NEW.*)"))}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER call_of_a_folded_quarter AFTER INSERT ON callcenter_call FOR EACH ROW
    WHEN (NEW.at < now() - interval '1 day') EXECUTE FUNCTION call_of_a_folded_quarter();
CREATE TRIGGER call_of_a_folded_quarter_changes
    AFTER UPDATE OF at, call_list_id, reached, talk_seconds, wrap_up_seconds ON callcenter_call FOR EACH ROW
    WHEN (least(OLD.at, NEW.at) < now() - interval '1 day'
          AND (OLD.at, OLD.call_list_id, OLD.reached, OLD.talk_seconds, OLD.wrap_up_seconds)
          IS DISTINCT FROM (NEW.at, NEW.call_list_id, NEW.reached, NEW.talk_seconds, NEW.wrap_up_seconds))
    EXECUTE FUNCTION call_of_a_folded_quarter();
CREATE TRIGGER call_of_a_folded_quarter_goes AFTER DELETE ON callcenter_call FOR EACH ROW
    WHEN (OLD.at < now() - interval '1 day') EXECUTE FUNCTION call_of_a_folded_quarter();
INSERT INTO callcenter_quartersfolded (only_one) VALUES (true);
"""
UNDO = "DROP FUNCTION call_of_a_folded_quarter() CASCADE;"


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("callcenter", "0007_scripts")]

    operations = [
        migrations.CreateModel(
            name="CallQuarter",
            fields=[
                ("id", number()),
                ("starts_at", models.DateTimeField()),
                ("call_list_id", models.BigIntegerField()),
                ("calls", models.IntegerField()),
                ("reached", models.IntegerField()),
                ("talk_sum", models.BigIntegerField()),
                ("talk_n", models.IntegerField()),
                ("wrap_sum", models.BigIntegerField()),
                ("wrap_n", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["starts_at"], name="calls_by_quarter")]},
        ),
        migrations.CreateModel(
            name="QuartersFolded",
            fields=[
                ("id", number()),
                ("until", models.DateTimeField(null=True)),
                ("only_one", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only_one", True)), name="quarters_folded_is_only_one"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        CALLS.view(),
    ]
