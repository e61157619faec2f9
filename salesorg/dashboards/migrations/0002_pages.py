from django.db import migrations, models

from salesorg.lib.rollup_sql import ZONE, RollupSql

CALLS = RollupSql(
    table="dashboards_callday",
    keys=["day", "split", "key"],
    sums=["calls", "reached"],
    sources={
        "callcenter_call": """SELECT (r.at AT TIME ZONE {zone})::date AS day, part.split, part.key, 1 AS calls,
            r.reached::int AS reached FROM {rows} r
            CROSS JOIN LATERAL (VALUES ('person', r.manager_id), ('list', r.call_list_id)) part (split, key)""",
    },
    whole=f"""(SELECT c.* FROM callcenter_call c, dashboards_callsfolded f
        WHERE c.at < (f.until + 1)::timestamp AT TIME ZONE {ZONE})""",
    invariant=("inv_call_day_is_not_its_calls", "The calls of a day that is added up are its calls."),
)
# Calls of yesterday and today are not added up yet: no trigger runs for them.
TRIGGERS = f"""
CREATE FUNCTION call_of_a_folded_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    folded date;
BEGIN
    -- Held until commit, so that the day is added up either before this call came or with it.
    SELECT until INTO folded FROM dashboards_callsfolded FOR SHARE;
    IF TG_OP <> 'INSERT' AND (OLD.at AT TIME ZONE {ZONE})::date <= folded THEN
        {CALLS.add(CALLS.lines("callcenter_call", "(SELECT OLD.*)", "-"))}
    END IF;
    IF TG_OP <> 'DELETE' AND (NEW.at AT TIME ZONE {ZONE})::date <= folded THEN
        {CALLS.add(CALLS.lines("callcenter_call", "(SELECT NEW.*)"))}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER call_of_a_folded_day AFTER INSERT ON callcenter_call FOR EACH ROW
    WHEN (NEW.at < now() - interval '1 day') EXECUTE FUNCTION call_of_a_folded_day();
CREATE TRIGGER call_of_a_folded_day_changes AFTER UPDATE OF at, manager_id, call_list_id, reached ON callcenter_call
    FOR EACH ROW WHEN ((OLD.at, OLD.manager_id, OLD.call_list_id, OLD.reached)
                       IS DISTINCT FROM (NEW.at, NEW.manager_id, NEW.call_list_id, NEW.reached))
    EXECUTE FUNCTION call_of_a_folded_day();
CREATE TRIGGER call_of_a_folded_day_goes AFTER DELETE ON callcenter_call
    FOR EACH ROW EXECUTE FUNCTION call_of_a_folded_day();

-- Days begin at another hour now: all of them are added up anew, the next time somebody folds.
CREATE FUNCTION dashboards_calls_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE dashboards_callsfolded SET until = NULL;
    DELETE FROM dashboards_callday;
    RETURN NULL;
END $$;
CREATE TRIGGER dashboards_calls_move AFTER UPDATE OF time_zone ON people_organisation
    FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION dashboards_calls_move();
INSERT INTO dashboards_callsfolded (only_one) VALUES (true);
"""
UNDO = """
DROP FUNCTION call_of_a_folded_day() CASCADE;
DROP FUNCTION dashboards_calls_move() CASCADE;
"""


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_invariants"),
        ("callcenter", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallDay",
            fields=[
                ("id", number()),
                ("day", models.DateField()),
                ("split", models.CharField(max_length=6)),
                ("key", models.BigIntegerField()),
                ("calls", models.IntegerField()),
                ("reached", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["day"], name="calls_by_day")]},
        ),
        migrations.CreateModel(
            name="CallsFolded",
            fields=[
                ("id", number()),
                ("until", models.DateField(null=True)),
                ("only_one", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only_one", True)), name="calls_folded_is_only_one"),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        CALLS.view(),
    ]
