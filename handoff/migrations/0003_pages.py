from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

from salesorg.lib.rollup_sql import RollupSql

LOOSE = "NOT EXISTS (SELECT 1 FROM handoff_statementline l WHERE l.accrual_id = a.id)"
PAYABLE = RollupSql(
    table="handoff_payablemonth",
    keys=["beneficiary_id", "currency", "month"],
    sums=["amount", "lines"],
    sources={
        "handoff_accrual": """SELECT r.beneficiary_id, r.currency, r.amount, 1 AS lines, date_trunc('month',
                CASE r.kind WHEN 'bonus' THEN greatest(r.posted_at, h.accepted_at) ELSE r.posted_at END AT TIME ZONE {zone}
            )::date AS month
            FROM {rows} r JOIN handoff_agreement g ON g.id = r.agreement_id
            LEFT JOIN handoff_handoff h ON h.company_id = g.company_id
            WHERE (r.kind <> 'bonus' OR h.accepted_at IS NOT NULL)""",
    },
    whole=f"(SELECT a.* FROM handoff_accrual a WHERE {LOOSE})",
    invariant=("inv_payable_month_is_not_its_lines", "What is payable is the sum of the payable lines in no statement."),
)
ACCEPTED = f"""(SELECT a.* FROM handoff_accrual a JOIN handoff_agreement of ON of.id = a.agreement_id
    WHERE of.company_id = NEW.company_id AND a.kind = 'bonus' AND {LOOSE})"""
SETTLED = "(SELECT a.* FROM handoff_accrual a JOIN added ON added.accrual_id = a.id)"
EARNED = """
    SELECT agreement_id, beneficiary_id, currency, coalesce(sum(amount) FILTER (WHERE kind = 'bonus'), 0) AS bonus,
           coalesce(sum(amount) FILTER (WHERE kind = 'trailing'), 0) AS "trailing",
           coalesce(sum(amount) FILTER (WHERE kind = 'cross_sell'), 0) AS cross_sell
    FROM {rows} r GROUP BY agreement_id, beneficiary_id, currency ORDER BY agreement_id, beneficiary_id, currency
"""
# Whether a bonus is payable is the handoff's to say: its row is held until commit, so that an acceptance at the same time
# either is seen here or sees these lines.
TRIGGERS = f"""
CREATE FUNCTION handoff_sums_of_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM handoff_handoff h JOIN handoff_agreement g ON g.company_id = h.company_id
        WHERE h.state <> 'accepted' AND g.id IN (SELECT agreement_id FROM added WHERE kind = 'bonus')
        ORDER BY h.id FOR SHARE OF h;
    LOCK TABLE handoff_payablemonth IN ROW EXCLUSIVE MODE;
    {PAYABLE.add(PAYABLE.lines("handoff_accrual", "added"))}
    INSERT INTO handoff_earning AS e (agreement_id, beneficiary_id, currency, bonus, "trailing", cross_sell)
    {EARNED.format(rows="added")}
    ON CONFLICT (agreement_id, beneficiary_id, currency) DO UPDATE SET bonus = e.bonus + excluded.bonus,
        "trailing" = e."trailing" + excluded."trailing", cross_sell = e.cross_sell + excluded.cross_sell;
    RETURN NULL;
END $$;
CREATE TRIGGER handoff_sums_of_lines AFTER INSERT ON handoff_accrual REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION handoff_sums_of_lines();

CREATE FUNCTION handoff_sums_of_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE handoff_payablemonth IN ROW EXCLUSIVE MODE;
    {PAYABLE.add(PAYABLE.lines("handoff_accrual", ACCEPTED))}
    RETURN NULL;
END $$;
CREATE TRIGGER handoff_sums_of_acceptance AFTER UPDATE ON handoff_handoff FOR EACH ROW
    WHEN (OLD.accepted_at IS NULL AND NEW.accepted_at IS NOT NULL) EXECUTE FUNCTION handoff_sums_of_acceptance();

CREATE FUNCTION handoff_sums_of_statements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE handoff_payablemonth IN ROW EXCLUSIVE MODE;
    {PAYABLE.add(PAYABLE.lines("handoff_accrual", SETTLED, "-"))}
    RETURN NULL;
END $$;
CREATE TRIGGER handoff_sums_of_statements AFTER INSERT ON handoff_statementline REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION handoff_sums_of_statements();

INSERT INTO handoff_earning (agreement_id, beneficiary_id, currency, bonus, "trailing", cross_sell)
{EARNED.format(rows="handoff_accrual")};
"""
EARNING_VIEW = """
CREATE VIEW inv_earning_is_not_its_lines AS
SELECT agreement_id AS agreement, beneficiary_id AS beneficiary, currency, sum(bonus) AS bonus, sum("trailing") AS "trailing",
       sum(cross_sell) AS cross_sell
FROM (
    SELECT agreement_id, beneficiary_id, currency, bonus, "trailing", cross_sell FROM handoff_earning
    UNION ALL SELECT agreement_id, beneficiary_id, currency, -amount * (kind = 'bonus')::int, -amount * (kind = 'trailing')::int,
                     -amount * (kind = 'cross_sell')::int FROM handoff_accrual
) lines GROUP BY agreement_id, beneficiary_id, currency
HAVING sum(bonus) <> 0 OR sum("trailing") <> 0 OR sum(cross_sell) <> 0;
COMMENT ON VIEW inv_earning_is_not_its_lines IS 'What a client has brought somebody is the sum of its ledger lines.';
"""

UNDO = """
DROP FUNCTION handoff_sums_of_lines() CASCADE;
DROP FUNCTION handoff_sums_of_acceptance() CASCADE;
DROP FUNCTION handoff_sums_of_statements() CASCADE;
"""


def key(to, related_name="+"):
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name=related_name,
        to=to,
    )


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def money(**options):
    return models.DecimalField(decimal_places=2, max_digits=18, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("handoff", "0002_no_client_without_handoff"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Earning",
            fields=[
                ("id", number()),
                ("currency", models.CharField(max_length=3)),
                ("bonus", money(default=Decimal("0.00"))),
                ("trailing", money(default=Decimal("0.00"))),
                ("cross_sell", money(default=Decimal("0.00"))),
                ("total", models.GeneratedField(
                    db_persist=True, expression=F("bonus") + F("trailing") + F("cross_sell"), output_field=money(),
                )),
                ("agreement", key("handoff.agreement", "earnings")),
                ("beneficiary", key(settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-total", "agreement_id", "beneficiary_id"],
                "indexes": [
                    models.Index(fields=["-total", "agreement", "beneficiary"], name="earning_best"),
                    models.Index(fields=["beneficiary", "-total", "agreement"], name="earning_best_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "beneficiary", "currency"), name="earning_one_per_agreement_and_beneficiary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayableMonth",
            fields=[
                ("id", number()),
                ("currency", models.CharField(max_length=3)),
                ("month", models.DateField()),
                ("amount", money()),
                ("lines", models.IntegerField()),
                ("beneficiary", key(settings.AUTH_USER_MODEL)),
            ],
        ),
        *PAYABLE.operations(own_triggers=TRIGGERS, drop_own=UNDO),
        migrations.RunSQL(EARNING_VIEW, "DROP VIEW inv_earning_is_not_its_lines"),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(condition=models.Q(("state", "closed")), fields=["person"], name="statement_to_pay"),
        ),
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(
                condition=models.Q(("state", "accepted"), _negated=True), fields=["hunter"], name="handoff_open_of_hunter",
            ),
        ),
    ]
