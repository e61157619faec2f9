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

BOOKED = """
    SELECT m.id AS meeting_id, c.manager_id, c.call_list_id, m.booked_at, m.state = 'held' AS held,
           coalesce(s.kind = 'first', false) AS first_sale,
           coalesce(s.kind = 'first', false) AND EXISTS (SELECT 1 FROM sales_sale later WHERE later.company_id = m.company_id
                                        AND later.kind IN ('repeat', 'cross_sell')) AS repeat
    FROM callcenter_call c JOIN hunters_meeting m ON m.id = c.meeting_id AND m.state <> 'withdrawn'
    LEFT JOIN hunters_deal d ON d.meeting_id = m.id LEFT JOIN sales_sale s ON s.id = d.sale_id
"""
BOOKED_COLUMNS = "meeting_id, manager_id, call_list_id, booked_at, held, first_sale, repeat"
# (table, columns whose change counts, the meetings that a row of it bears upon)
BEARS_UPON = [
    ("callcenter_call", ["meeting_id", "manager_id", "call_list_id"], "SELECT {row}.meeting_id"),
    ("hunters_meeting", ["state", "booked_at", "company_id"], "SELECT {row}.id"),
    ("hunters_deal", ["meeting_id", "sale_id"], "SELECT {row}.meeting_id"),
    ("sales_sale", ["kind", "company_id"], "SELECT m.id FROM hunters_meeting m WHERE m.company_id = {row}.company_id"),
]
LOOK = f"""
-- The meeting is held until commit: of two who change what it led to, the second sees what the first has done.
-- Always by index: a plan that was made while the tables were empty would read them whole for each row of a bulk load.
CREATE FUNCTION dashboards_look_at_booking(BIGINT) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM 1 FROM hunters_meeting WHERE id = $1 FOR NO KEY UPDATE;
    DELETE FROM dashboards_bookedcall WHERE meeting_id = $1;
    INSERT INTO dashboards_bookedcall ({BOOKED_COLUMNS}) {BOOKED} WHERE m.id = $1;
END $$;
INSERT INTO dashboards_bookedcall ({BOOKED_COLUMNS}) {BOOKED};
CREATE VIEW inv_booked_call_is_not_its_meeting AS
    (SELECT 'kept' AS side, k.* FROM (SELECT {BOOKED_COLUMNS} FROM dashboards_bookedcall EXCEPT {BOOKED}) k)
    UNION ALL (SELECT 'true', t.* FROM ({BOOKED} EXCEPT SELECT {BOOKED_COLUMNS} FROM dashboards_bookedcall) t);
COMMENT ON VIEW inv_booked_call_is_not_its_meeting IS 'A call that booked is kept with what its meeting led to.';
"""


def follow(table, columns, meetings):
    """Triggers that look at the meetings of a row that comes, changes or goes; a call that books nothing costs nothing."""
    name = f"dashboards_booking_of_{table}"
    changed = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)
    books = "WHEN ({row}.meeting_id IS NOT NULL)" if "meeting_id" in columns else ""
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                PERFORM dashboards_look_at_booking(id) FROM ({meetings.format(row="OLD")}) of (id) WHERE id IS NOT NULL;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                PERFORM dashboards_look_at_booking(id) FROM ({meetings.format(row="NEW")}) of (id) WHERE id IS NOT NULL;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {name}_comes AFTER INSERT ON {table} FOR EACH ROW {books.format(row="NEW")} EXECUTE FUNCTION {name}();
        CREATE TRIGGER {name}_goes AFTER DELETE ON {table} FOR EACH ROW {books.format(row="OLD")} EXECUTE FUNCTION {name}();
        CREATE TRIGGER {name}_changes AFTER UPDATE OF {", ".join(columns)} ON {table} FOR EACH ROW WHEN ({changed})
            EXECUTE FUNCTION {name}();
    """


FOLLOW = "".join(follow(*one) for one in BEARS_UPON)
FORGET = "".join(f"DROP FUNCTION dashboards_booking_of_{table}() CASCADE;" for table, *_ in BEARS_UPON)
FORGET += "DROP VIEW inv_booked_call_is_not_its_meeting; DROP FUNCTION dashboards_look_at_booking(BIGINT);"


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0001_invariants"),
        ("callcenter", "0001_initial"),
        ("hunters", "0001_initial"),
        ("sales", "0001_initial"),
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
        migrations.CreateModel(
            name="BookedCall",
            fields=[
                ("meeting_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("manager_id", models.BigIntegerField()),
                ("call_list_id", models.BigIntegerField()),
                ("booked_at", models.DateTimeField()),
                ("held", models.BooleanField()),
                ("first_sale", models.BooleanField()),
                ("repeat", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["booked_at"], include=["manager_id", "call_list_id", "held", "first_sale", "repeat"],
                        name="booked_call_by_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        CALLS.view(),
        migrations.RunSQL(LOOK + FOLLOW, FORGET),
    ]
