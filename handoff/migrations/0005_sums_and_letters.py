from django.db import migrations

from salesorg.lib.rollup_sql import RollupSql

LOOSE = "NOT EXISTS (SELECT 1 FROM handoff_statementline l WHERE l.accrual_id = a.id)"
# As in 0003, but a line need not have an agreement any more: a held meeting and some corrections have none.
PAYABLE = RollupSql(
    table="handoff_payablemonth",
    keys=["beneficiary_id", "currency", "month"],
    sums=["amount", "lines"],
    sources={
        "handoff_accrual": """SELECT r.beneficiary_id, r.currency, r.amount, 1 AS lines, date_trunc('month',
                CASE r.kind WHEN 'bonus' THEN greatest(r.posted_at, h.accepted_at) ELSE r.posted_at END AT TIME ZONE {zone}
            )::date AS month
            FROM {rows} r LEFT JOIN handoff_agreement g ON g.id = r.agreement_id
            LEFT JOIN handoff_handoff h ON h.company_id = g.company_id
            WHERE (r.kind <> 'bonus' OR h.accepted_at IS NOT NULL)""",
    },
    whole=f"(SELECT a.* FROM handoff_accrual a WHERE {LOOSE})",
    invariant=("inv_payable_month_is_not_its_lines", "What is payable is the sum of the payable lines in no statement."),
)
COMMISSION = RollupSql(
    table="handoff_commissionmonth",
    keys=["beneficiary_id", "currency", "kind", "month"],
    sums=["amount", "lines"],
    sources={
        "handoff_accrual": """SELECT r.beneficiary_id, r.currency, r.kind, r.amount, 1 AS lines,
                date_trunc('month', r.posted_at AT TIME ZONE {zone})::date AS month FROM {rows} r""",
    },
    invariant=("inv_commission_month_is_not_its_lines", "The commission of a month is the sum of the lines posted in it."),
)
ACCEPTED = f"""(SELECT a.* FROM handoff_accrual a JOIN handoff_agreement of ON of.id = a.agreement_id
    WHERE of.company_id = NEW.company_id AND a.kind = 'bonus' AND {LOOSE})"""
SETTLED = "(SELECT a.* FROM handoff_accrual a JOIN added ON added.accrual_id = a.id)"
KINDS = ("bonus", "trailing", "cross_sell", "repeat", "correction")
COLUMNS = ", ".join(f'"{kind}"' for kind in KINDS)
EARNED = f"""
    SELECT agreement_id, beneficiary_id, currency,
           {", ".join(f"coalesce(sum(amount) FILTER (WHERE kind = '{kind}'), 0)" for kind in KINDS)}
    FROM added r WHERE agreement_id IS NOT NULL
    GROUP BY agreement_id, beneficiary_id, currency ORDER BY agreement_id, beneficiary_id, currency
"""
# Whether a bonus is payable is the handoff's to say: its row is held until commit, so that an acceptance at the same time
# either is seen here or sees these lines.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION handoff_sums_of_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM handoff_handoff h JOIN handoff_agreement g ON g.company_id = h.company_id
        WHERE h.state <> 'accepted' AND g.id IN (SELECT agreement_id FROM added WHERE kind = 'bonus')
        ORDER BY h.id FOR SHARE OF h;
    LOCK TABLE handoff_payablemonth IN ROW EXCLUSIVE MODE;
    {PAYABLE.add(PAYABLE.lines("handoff_accrual", "added"))}
    INSERT INTO handoff_earning AS e (agreement_id, beneficiary_id, currency, {COLUMNS})
    {EARNED}
    ON CONFLICT (agreement_id, beneficiary_id, currency) DO UPDATE SET
        {", ".join(f'"{kind}" = e."{kind}" + excluded."{kind}"' for kind in KINDS)};
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION handoff_sums_of_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE handoff_payablemonth IN ROW EXCLUSIVE MODE;
    {PAYABLE.add(PAYABLE.lines("handoff_accrual", ACCEPTED))}
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION handoff_sums_of_statements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE handoff_payablemonth IN ROW EXCLUSIVE MODE;
    {PAYABLE.add(PAYABLE.lines("handoff_accrual", SETTLED, "-"))}
    RETURN NULL;
END $$;
"""
EARNING_VIEW = f"""
DROP VIEW inv_earning_is_not_its_lines;
CREATE VIEW inv_earning_is_not_its_lines AS
SELECT agreement_id AS agreement, beneficiary_id AS beneficiary, currency,
       {", ".join(f'sum("{kind}") AS "{kind}"' for kind in KINDS)}
FROM (
    SELECT agreement_id, beneficiary_id, currency, {COLUMNS} FROM handoff_earning
    UNION ALL SELECT agreement_id, beneficiary_id, currency,
                     {", ".join(f"-amount * (kind = '{kind}')::int" for kind in KINDS)}
    FROM handoff_accrual WHERE agreement_id IS NOT NULL
) lines GROUP BY agreement_id, beneficiary_id, currency
HAVING {" OR ".join(f'sum("{kind}") <> 0' for kind in KINDS)};
COMMENT ON VIEW inv_earning_is_not_its_lines IS 'What a client has brought somebody is the sum of its ledger lines.';
"""
LETTERS = {
    "en": (
        "Your personal manager at {organisation}",
        """Dear {contact},

So that you get outstanding service, your own personal manager will look after you and your company from now on: {farmer}.

{farmer} knows what we agreed on and will call you shortly. You reach {farmer} at {farmer_email}.

Thank you for your trust. It was a pleasure to work with you.

{hunter}
{organisation}
""",
    ),
    "ru": (
        "Ваш персональный менеджер в {organisation}",
        """Здравствуйте, {contact}!

Чтобы организовать вам выдающийся сервис, вами и вашей компанией будет заниматься персональный менеджер — {farmer}.

{farmer} знает обо всех наших договорённостях и скоро вам позвонит. Почта для связи: {farmer_email}.

Спасибо за доверие, с вами было приятно работать.

{hunter}
{organisation}
""",
    ),
}


def add_letters(apps, schema_editor):
    """The introduction in both languages, with the sentence of product.md 4.3."""
    template = apps.get_model("handoff", "LetterTemplate")
    for language, (subject, body) in LETTERS.items():
        template.objects.create(language=language, subject=subject, body=body)


class Migration(migrations.Migration):
    dependencies = [("handoff", "0004_handoff_and_commission")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS + PAYABLE.rebuild().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"), migrations.RunSQL.noop
        ),
        migrations.RunSQL("DROP VIEW inv_payable_month_is_not_its_lines", migrations.RunSQL.noop),
        PAYABLE.view(),
        migrations.RunSQL(EARNING_VIEW, migrations.RunSQL.noop),
        *COMMISSION.operations(),
        migrations.RunPython(add_letters, migrations.RunPython.noop),
    ]
