"""How a statement takes its lines: one statement of SQL, whatever the number of lines, in one snapshot.

What is payable is said in words in `queries/ledger.payable`; here it is asked for by index. `since` is the earliest month
that holds payable lines by the kept sums (PayableMonth): nothing older is read but the bonuses accepted since. Total and
number are those of the very lines that go in, so a line that is posted meanwhile is in both or in neither.
"""

CLOSE = """
WITH since AS MATERIALIZED (
    SELECT min(month)::timestamp AT TIME ZONE %(zone)s AS begins FROM (
        SELECT month FROM handoff_payablemonth
        WHERE beneficiary_id = %(person)s AND currency = %(currency)s AND month <= %(month)s
        GROUP BY month HAVING sum(lines) <> 0
    ) months
), held AS MATERIALIZED (
    SELECT line.id, line.amount
    FROM handoff_accrual line
    LEFT JOIN handoff_agreement agreement ON line.kind = 'bonus' AND agreement.id = line.agreement_id
    LEFT JOIN handoff_handoff handoff ON handoff.company_id = agreement.company_id
    WHERE line.beneficiary_id = %(person)s AND line.currency = %(currency)s
        AND line.posted_at >= (SELECT begins FROM since) AND line.posted_at < %(before)s
        AND (line.kind <> 'bonus' OR handoff.accepted_at < %(before)s)
        AND NOT EXISTS (SELECT FROM handoff_statementline WHERE accrual_id = line.id)
    UNION ALL
    SELECT line.id, line.amount
    FROM handoff_agreement agreement
    JOIN handoff_handoff handoff ON handoff.company_id = agreement.company_id
    JOIN handoff_accrual line ON line.agreement_id = agreement.id AND line.beneficiary_id = agreement.hunter_id
    WHERE agreement.hunter_id = %(person)s AND line.kind = 'bonus' AND line.currency = %(currency)s
        AND handoff.accepted_at >= (SELECT begins FROM since) AND handoff.accepted_at < %(before)s
        AND line.posted_at < (SELECT begins FROM since)
        AND NOT EXISTS (SELECT FROM handoff_statementline WHERE accrual_id = line.id)
), made AS (
    INSERT INTO handoff_statement
        (number, person_id, month, state, total, lines_count, currency, closed_at, closed_by_id)
    SELECT %(number)s, %(person)s, %(month)s, 'closed', sum(amount), count(*), %(currency)s, %(at)s, %(actor)s
    FROM held HAVING count(*) > 0
    RETURNING id
), taken AS (
    INSERT INTO handoff_statementline (statement_id, accrual_id) SELECT made.id, held.id FROM made, held
)
SELECT id FROM made
"""
