"""The statements behind `record_phone_event`: keep what was told, then tell the claim and its logged call."""

# One row per call_id whatever comes first; a later event adds what is missing and takes nothing back.
# The claim: of the company that has this number, the one during which the call began; else the one that is open now (the
# exchange's clock may be wrong), unless the call was over before. A claim that the queue gave out hears of an incoming
# call only if it rang at its holder's own extension.
KEEP = """
WITH known AS (
    SELECT started_at, ended_at FROM callcenter_phonecall WHERE call_id = %(call_id)s
), person AS (
    SELECT id FROM people_user WHERE is_active AND extension <> '' AND extension = %(extension)s
), claim AS (
    SELECT claim.id, claim.manager_id
    FROM (SELECT COALESCE((SELECT started_at FROM known), %(started)s) AS began, (SELECT ended_at FROM known) AS over) call
    JOIN clients_contactpoint point ON point.kind = 'phone' AND point.value_hash = %(phone)s
    JOIN callcenter_lead lead ON lead.company_id = point.company_id
    JOIN callcenter_claim claim ON claim.lead_id = lead.id
    WHERE (%(outbound)s OR claim.is_inbound OR claim.manager_id = (SELECT id FROM person))
        AND (call.over IS NULL OR claim.started_at < call.over)
        AND (claim.ended_at IS NULL OR call.began BETWEEN claim.started_at AND claim.ended_at)
    ORDER BY call.began >= claim.started_at DESC, claim.ended_at IS NULL DESC, claim.started_at DESC LIMIT 1
)
INSERT INTO callcenter_phonecall AS call
    (call_id, direction, phone_hash, person_id, claim_id, started_at, answered_at, ended_at, duration, recording_url)
SELECT %(call_id)s, %(direction)s, %(phone)s, COALESCE((SELECT id FROM person), (SELECT manager_id FROM claim)),
    (SELECT id FROM claim), %(started)s, %(answered)s, %(ended)s, %(duration)s, %(recording)s
ON CONFLICT (call_id) DO UPDATE SET
    phone_hash = CASE call.phone_hash WHEN '' THEN excluded.phone_hash ELSE call.phone_hash END,
    person_id = COALESCE(call.person_id, excluded.person_id),
    claim_id = COALESCE(call.claim_id, excluded.claim_id),
    answered_at = COALESCE(call.answered_at, CASE WHEN excluded.answered_at IS NOT NULL THEN
        LEAST(GREATEST(excluded.answered_at, call.started_at), COALESCE(call.ended_at, excluded.ended_at)) END),
    ended_at = COALESCE(call.ended_at, CASE WHEN excluded.ended_at IS NOT NULL THEN GREATEST(call.answered_at,
        LEAST(excluded.ended_at, call.answered_at + interval '1 second' * excluded.duration)) END),
    duration = COALESCE(call.duration, excluded.duration),
    recording_url = CASE call.recording_url WHEN '' THEN excluded.recording_url ELSE call.recording_url END
RETURNING claim_id
"""
# A statement of its own before the next two: they must see what rivals wrote who held this lock.
LOCK = "SELECT FROM callcenter_claim WHERE id = %(claim)s FOR NO KEY UPDATE"
# First wins, be it the exchange or the call manager's key; but who is answered again after hanging up (the second number of
# the same company) talks again.
TELL_CLAIM = """
WITH told AS (
    SELECT min(answered_at) AS answered, max(answered_at) AS answered_last,
        CASE WHEN bool_and(ended_at IS NOT NULL) THEN max(ended_at) END AS hung_up
    FROM callcenter_phonecall WHERE claim_id = %(claim)s AND answered_at IS NOT NULL
)
UPDATE callcenter_claim claim SET
    answered_at = COALESCE(claim.answered_at, GREATEST(told.answered, claim.started_at)),
    hung_up_at = CASE
        WHEN claim.hung_up_at >= told.answered_last THEN claim.hung_up_at
        WHEN told.hung_up IS NOT NULL THEN GREATEST(told.hung_up, claim.started_at) END
FROM told
WHERE claim.id = %(claim)s AND told.answered IS NOT NULL
    AND (claim.answered_at IS NULL OR claim.hung_up_at IS NULL OR told.answered_last > claim.hung_up_at)
"""
# Seconds that the exchange counted replace ours; those between its two events only fill what is empty.
TELL_CALL = """
WITH told AS (
    SELECT sum(COALESCE(duration, floor(extract(epoch FROM ended_at - answered_at))))::int AS talk,
        max(ended_at) AS hung_up, bool_and(duration IS NOT NULL) AS counted
    FROM callcenter_phonecall WHERE claim_id = %(claim)s AND answered_at IS NOT NULL
    HAVING bool_and(ended_at IS NOT NULL)
), better AS (
    SELECT logged.id, CASE WHEN told.counted OR logged.talk_seconds IS NULL THEN told.talk ELSE logged.talk_seconds END AS talk,
        CASE WHEN told.counted OR logged.wrap_up_seconds IS NULL
            THEN GREATEST(0, floor(extract(epoch FROM logged.at - told.hung_up)))::int ELSE logged.wrap_up_seconds END AS wrap_up
    FROM callcenter_call logged CROSS JOIN told WHERE logged.claim_id = %(claim)s
)
UPDATE callcenter_call logged SET talk_seconds = better.talk, wrap_up_seconds = better.wrap_up
FROM better WHERE logged.id = better.id
    AND (logged.talk_seconds, logged.wrap_up_seconds) IS DISTINCT FROM (better.talk, better.wrap_up)
"""
