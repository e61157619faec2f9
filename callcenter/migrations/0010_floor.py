from django.db import migrations, models

from salesorg.lib.rollup_sql import ZONE, RollupSql

WAY = """jsonb_build_array(jsonb_path_query_array(r.answers, '$[*].step'), jsonb_path_query_array(r.answers, '$[*].answer'))::text"""
DAYS = RollupSql(
    table="callcenter_scriptday",
    keys=["script_version_id", "day", "way"],
    sums=["calls", "reached", "refused"],
    sources={
        "callcenter_call": f"""SELECT r.script_version_id, (r.at AT TIME ZONE {{zone}})::date AS day, part.way, 1 AS calls,
            r.reached::int AS reached, (r.reached AND d.closes)::int AS refused
            FROM {{rows}} r JOIN callcenter_disposition d ON d.id = r.disposition_id
            CROSS JOIN LATERAL (VALUES ('*'), ({WAY})) part (way) WHERE r.script_version_id IS NOT NULL""",
    },
    whole=f"""(SELECT c.* FROM callcenter_call c, callcenter_scriptdaysfolded f
        WHERE c.at < (f.until + 1)::timestamp AT TIME ZONE {ZONE})""",
    invariant=("inv_script_day_is_not_its_calls", "The ways of a day that is added up are those of its calls."),
)
# Calls of yesterday and today are not added up yet: no trigger runs for them.
TRIGGERS = f"""
CREATE FUNCTION call_of_a_folded_script_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    folded date;
BEGIN
    -- Held until commit, so that the day is added up either before this call came or with it.
    SELECT until INTO folded FROM callcenter_scriptdaysfolded FOR SHARE;
    IF TG_OP <> 'INSERT' AND (OLD.at AT TIME ZONE {ZONE})::date <= folded THEN
        {DAYS.add(DAYS.lines("callcenter_call", "(SELECT OLD.*)", "-"))}
    END IF;
    IF TG_OP <> 'DELETE' AND (NEW.at AT TIME ZONE {ZONE})::date <= folded THEN
        {DAYS.add(DAYS.lines("callcenter_call", "(SELECT NEW.*)"))}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER call_of_a_folded_script_day AFTER INSERT ON callcenter_call FOR EACH ROW
    WHEN (NEW.at < now() - interval '1 day' AND NEW.script_version_id IS NOT NULL)
    EXECUTE FUNCTION call_of_a_folded_script_day();
CREATE TRIGGER call_of_a_folded_script_day_changes
    AFTER UPDATE OF at, script_version_id, disposition_id, reached, answers ON callcenter_call
    FOR EACH ROW WHEN ((OLD.at, OLD.script_version_id, OLD.disposition_id, OLD.reached, OLD.answers)
                       IS DISTINCT FROM (NEW.at, NEW.script_version_id, NEW.disposition_id, NEW.reached, NEW.answers))
    EXECUTE FUNCTION call_of_a_folded_script_day();
CREATE TRIGGER call_of_a_folded_script_day_goes AFTER DELETE ON callcenter_call
    FOR EACH ROW EXECUTE FUNCTION call_of_a_folded_script_day();

-- Days begin at another hour now, or a result means something else: all days are added up anew, the next time somebody folds.
CREATE FUNCTION callcenter_script_days_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE callcenter_scriptdaysfolded SET until = NULL;
    DELETE FROM callcenter_scriptday;
    RETURN NULL;
END $$;
CREATE TRIGGER callcenter_script_days_move AFTER UPDATE OF time_zone ON people_organisation
    FOR EACH ROW WHEN (OLD.time_zone <> NEW.time_zone) EXECUTE FUNCTION callcenter_script_days_anew();
CREATE TRIGGER callcenter_script_days_mean AFTER UPDATE OF closes ON callcenter_disposition
    FOR EACH ROW WHEN (OLD.closes <> NEW.closes) EXECUTE FUNCTION callcenter_script_days_anew();
INSERT INTO callcenter_scriptdaysfolded (only_one) VALUES (true);
"""
UNDO = """
DROP FUNCTION call_of_a_folded_script_day() CASCADE;
DROP FUNCTION callcenter_script_days_anew() CASCADE;
"""


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("callcenter", "0009_desk"), ("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ScriptDay",
            fields=[
                ("id", number()),
                ("script_version_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("way", models.TextField()),
                ("calls", models.IntegerField()),
                ("reached", models.IntegerField()),
                ("refused", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["script_version_id", "day"], name="script_day_of_version"),
                    models.Index(
                        fields=["day"], name="script_day_in_all", condition=models.Q(("way", "*")),
                        include=["script_version_id", "calls", "reached"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScriptDaysFolded",
            fields=[
                ("id", number()),
                ("until", models.DateField(null=True)),
                ("only_one", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only_one", True)), name="script_days_folded_is_only_one"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("meeting__isnull", False)), fields=["script_version", "-at"],
                name="call_that_booked",
            ),
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        DAYS.view(),
    ]
