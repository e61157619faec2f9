"""The sweep's statements: each finds what is due by an index, changes it and tells it, in one round trip.

`SKIP LOCKED`: two sweeps at once share the work instead of waiting for each other, and an account that somebody is just
working with is taken by the next sweep. The condition is asked again on the row as it is when it is locked, so that
what another sweep has done is not done twice; the unique open flag and the unique notice say it a second time.
`ANY(ARRAY(...))` and the company's name as a subquery: by index, where a join would read a million rows for some.
"""

RAISE = """
WITH due AS MATERIALIZED (
    SELECT id FROM farmers_account
    WHERE closed_at IS NULL AND neglected_since IS NULL AND neglected_from <= %(today)s
    FOR NO KEY UPDATE SKIP LOCKED
), raised AS (
    UPDATE farmers_account account
    SET neglected_since = account.neglected_from,
        lost_since = CASE WHEN account.lost_from <= %(today)s THEN account.lost_from END
    WHERE account.id = ANY(ARRAY(SELECT id FROM due))
    RETURNING account.id, account.company_id, account.farmer_id, account.neglected_since, account.lost_since,
              coalesce(account.last_touch_at, account.opened_at) AS last_at
), flags AS (
    INSERT INTO farmers_neglectflag (account_id, farmer_id, since, lost_since, raised_at)
    SELECT id, farmer_id, neglected_since, lost_since, %(at)s FROM raised
    ON CONFLICT (account_id) WHERE cleared_at IS NULL DO NOTHING
    RETURNING id, account_id
), told AS (
    SELECT flags.id AS flag_id, raised.* FROM flags JOIN raised ON raised.id = flags.account_id
), activities AS (
    INSERT INTO clients_activity (company_id, actor_id, verb, at, data)
    SELECT company_id, NULL, %(neglected_verb)s, %(at)s,
           jsonb_build_object('account', id, 'since', neglected_since, 'lost', lost_since IS NOT NULL)
    FROM told
), notices AS (
    INSERT INTO people_notice (person_id, key, kind, data, url, created_at)
    SELECT told.farmer_id, 'neglected:' || told.flag_id,
           CASE WHEN told.lost_since IS NULL THEN %(neglected_kind)s ELSE %(lost_kind)s END,
           jsonb_build_object('company', (SELECT name FROM clients_company WHERE id = told.company_id),
                              'last', (told.last_at AT TIME ZONE %(zone)s)::date),
           %(url)s || told.id || '/', %(at)s
    FROM told
    JOIN people_user farmer ON farmer.id = told.farmer_id AND farmer.role = 'farmer' AND farmer.is_active
    ON CONFLICT (person_id, key) DO NOTHING
)
SELECT count(*), count(lost_since) FROM told
"""

LOSE = """
WITH due AS MATERIALIZED (
    SELECT id FROM farmers_account
    WHERE closed_at IS NULL AND neglected_since IS NOT NULL AND lost_since IS NULL AND lost_from <= %(today)s
    FOR NO KEY UPDATE SKIP LOCKED
), lost AS (
    UPDATE farmers_account account SET lost_since = account.lost_from
    WHERE account.id = ANY(ARRAY(SELECT id FROM due))
    RETURNING account.id, account.company_id, account.farmer_id, account.lost_since,
              coalesce(account.last_touch_at, account.opened_at) AS last_at
), flags AS (
    UPDATE farmers_neglectflag flag SET lost_since = lost.lost_since
    FROM lost WHERE flag.account_id = lost.id AND flag.cleared_at IS NULL
    RETURNING flag.id, flag.account_id
), activities AS (
    INSERT INTO clients_activity (company_id, actor_id, verb, at, data)
    SELECT company_id, NULL, %(lost_verb)s, %(at)s, jsonb_build_object('account', id, 'since', lost_since) FROM lost
), notices AS (
    INSERT INTO people_notice (person_id, key, kind, data, url, created_at)
    SELECT lost.farmer_id, 'lost:' || flags.id, %(lost_kind)s,
           jsonb_build_object('company', (SELECT name FROM clients_company WHERE id = lost.company_id),
                              'last', (lost.last_at AT TIME ZONE %(zone)s)::date),
           %(url)s || lost.id || '/', %(at)s
    FROM lost
    JOIN flags ON flags.account_id = lost.id
    JOIN people_user farmer ON farmer.id = lost.farmer_id AND farmer.role = 'farmer' AND farmer.is_active
    ON CONFLICT (person_id, key) DO NOTHING
)
SELECT count(*) FROM lost
"""

# The service level was changed or the client wished for silence: what was neglect yesterday is none today.
CLEAR = """
WITH fine AS MATERIALIZED (
    SELECT id FROM farmers_account
    WHERE closed_at IS NULL AND neglected_since IS NOT NULL AND neglected_from > %(today)s
    FOR NO KEY UPDATE SKIP LOCKED
), cleared AS (
    UPDATE farmers_account account SET neglected_since = NULL, lost_since = NULL
    WHERE account.id = ANY(ARRAY(SELECT id FROM fine))
    RETURNING account.id
), flags AS (
    UPDATE farmers_neglectflag flag SET cleared_at = %(at)s
    FROM cleared WHERE flag.account_id = cleared.id AND flag.cleared_at IS NULL
)
SELECT count(*) FROM cleared
"""

FIND_AGAIN = """
WITH found AS MATERIALIZED (
    SELECT id FROM farmers_account
    WHERE closed_at IS NULL AND lost_since IS NOT NULL AND lost_from > %(today)s
    FOR NO KEY UPDATE SKIP LOCKED
), changed AS (
    UPDATE farmers_account account SET lost_since = NULL
    WHERE account.id = ANY(ARRAY(SELECT id FROM found))
    RETURNING account.id
), flags AS (
    UPDATE farmers_neglectflag flag SET lost_since = NULL
    FROM changed WHERE flag.account_id = changed.id AND flag.cleared_at IS NULL
)
SELECT count(*) FROM changed
"""

PROMISES = """
WITH due AS MATERIALIZED (
    SELECT id FROM farmers_account
    WHERE closed_at IS NULL AND promise_due_on < %(today)s AND promise_overdue_since IS NULL
    FOR NO KEY UPDATE SKIP LOCKED
), late AS (
    UPDATE farmers_account account SET promise_overdue_since = account.promise_due_on
    WHERE account.id = ANY(ARRAY(SELECT id FROM due))
    RETURNING account.id, account.company_id, account.farmer_id, account.promise_overdue_since
), notices AS (
    INSERT INTO people_notice (person_id, key, kind, data, url, created_at)
    SELECT late.farmer_id, 'promise:' || late.id || ':' || late.promise_overdue_since, %(promise_kind)s,
           jsonb_build_object('company', (SELECT name FROM clients_company WHERE id = late.company_id),
                              'due', late.promise_overdue_since),
           %(url)s || late.id || '/', %(at)s
    FROM late
    JOIN people_user farmer ON farmer.id = late.farmer_id AND farmer.is_active
    ON CONFLICT (person_id, key) DO NOTHING
)
SELECT count(*) FROM late
"""

# One notice a day for each head, however many clients and sweeps; news makes it unread again.
DIGEST = """
INSERT INTO people_notice (person_id, key, kind, data, url, created_at)
SELECT id, %(key)s, %(digest_kind)s, jsonb_build_object('neglected', %(raised)s, 'lost', %(lost)s), %(heads_url)s, %(at)s
FROM people_user WHERE role = 'farmers_head' AND is_active ORDER BY id
ON CONFLICT (person_id, key) DO UPDATE SET
    data = jsonb_build_object(
        'neglected', (people_notice.data->>'neglected')::int + %(raised)s,
        'lost', (people_notice.data->>'lost')::int + %(lost)s),
    created_at = excluded.created_at, read_at = NULL
"""
