"""SQL views that list every row that breaks an invariant. They are empty; `check_invariants` and the night look.

A view reads tables of all floors, so it stands on the roof. Its comment is the sentence that it checks.
"""

from django.db import migrations

OPEN_CLAIM = "SELECT 1 FROM callcenter_claim c WHERE c.lead_id = l.id AND c.ended_at IS NULL"
CURRENT = "o.ended_at IS NULL"

# name: (the invariant as a sentence, the rows that break it)
VIEWS = {
    "inv_claimed_lead_without_claim": (
        "A lead in a call is held by exactly one open claim.",
        f"SELECT l.id AS lead FROM callcenter_lead l WHERE l.state = 'claimed' AND NOT EXISTS ({OPEN_CLAIM})",
    ),
    "inv_open_claim_without_claimed_lead": (
        "An open claim holds a lead that is in a call.",
        """SELECT c.id AS claim, l.id AS lead, l.state FROM callcenter_claim c
        JOIN callcenter_lead l ON l.id = c.lead_id WHERE c.ended_at IS NULL AND l.state <> 'claimed'""",
    ),
    "inv_booked_lead_without_meeting": (
        "A booked lead has a meeting of its own company.",
        """SELECT l.id AS lead, l.meeting_id AS meeting FROM callcenter_lead l
        LEFT JOIN hunters_meeting m ON m.id = l.meeting_id
        WHERE l.state = 'booked' AND (m.id IS NULL OR m.company_id <> l.company_id)""",
    ),
    "inv_waiting_lead_on_do_not_call": (
        "A lead that may be offered has a number that may be called.",
        """SELECT l.id AS lead FROM callcenter_lead l WHERE l.state IN ('waiting', 'callback')
        AND EXISTS (SELECT 1 FROM clients_contactpoint p JOIN clients_donotcall d ON d.phone_hash = p.value_hash
                    WHERE p.company_id = l.company_id AND p.kind = 'phone')
        AND NOT EXISTS (SELECT 1 FROM clients_contactpoint p
                        WHERE p.company_id = l.company_id AND p.kind = 'phone' AND NOT p.is_wrong
                        AND NOT EXISTS (SELECT 1 FROM clients_donotcall d WHERE d.phone_hash = p.value_hash))""",
    ),
    "inv_client_without_handoff": (
        "A client has a handoff, an agreement and an account.",
        """SELECT c.id AS company, h.id AS handoff, g.id AS agreement, a.id AS account FROM clients_company c
        LEFT JOIN handoff_handoff h ON h.company_id = c.id LEFT JOIN handoff_agreement g ON g.company_id = c.id
        LEFT JOIN farmers_account a ON a.company_id = c.id
        WHERE c.status = 'client' AND (h.id IS NULL OR g.id IS NULL OR a.id IS NULL)""",
    ),
    "inv_account_of_no_client": (
        "Only a client has an account.",
        """SELECT a.id AS account, c.id AS company, c.status FROM farmers_account a
        JOIN clients_company c ON c.id = a.company_id WHERE c.status <> 'client'""",
    ),
    "inv_client_without_farming_owner": (
        "A client is owned now, in the client department, by the person who has the account.",
        f"""SELECT c.id AS company, o.owner_id AS owner, o.stage, a.farmer_id AS farmer FROM clients_company c
        LEFT JOIN clients_ownership o ON o.company_id = c.id AND {CURRENT}
        LEFT JOIN farmers_account a ON a.company_id = c.id
        WHERE c.status = 'client' AND (o.id IS NULL OR o.stage <> 'farming' OR o.owner_id IS DISTINCT FROM a.farmer_id)""",
    ),
    "inv_prospect_without_hunting_owner": (
        "A prospect is owned now by a hunter.",
        f"""SELECT c.id AS company, o.owner_id AS owner, o.stage FROM clients_company c
        LEFT JOIN clients_ownership o ON o.company_id = c.id AND {CURRENT}
        WHERE c.status = 'prospect' AND (o.id IS NULL OR o.stage <> 'hunting')""",
    ),
    "inv_lead_with_owner": (
        "A company that is only a lead is nobody's.",
        f"""SELECT c.id AS company, o.owner_id AS owner, o.stage FROM clients_company c
        JOIN clients_ownership o ON o.company_id = c.id AND {CURRENT} WHERE c.status = 'lead'""",
    ),
    "inv_two_current_owners": (
        "A company has one owner at a time.",
        """SELECT a.company_id AS company, a.id AS one, b.id AS other FROM clients_ownership a
        JOIN clients_ownership b ON b.company_id = a.company_id AND b.id > a.id
        AND tstzrange(a.started_at, a.ended_at) && tstzrange(b.started_at, b.ended_at)""",
    ),
    "inv_dismissed_with_work": (
        "Who has left holds no company and no lead.",
        f"""SELECT u.id AS person, o.company_id AS company, NULL::bigint AS claim FROM people_user u
        JOIN clients_ownership o ON o.owner_id = u.id AND {CURRENT} WHERE NOT u.is_active
        UNION ALL SELECT u.id, NULL, c.id FROM people_user u
        JOIN callcenter_claim c ON c.manager_id = u.id AND c.ended_at IS NULL WHERE NOT u.is_active""",
    ),
    "inv_first_sale_without_handoff": (
        "A first sale has a handoff and an agreement that name it and its seller.",
        """SELECT s.id AS sale, h.id AS handoff, g.id AS agreement FROM sales_sale s
        LEFT JOIN handoff_handoff h ON h.sale_id = s.id AND h.company_id = s.company_id
        LEFT JOIN handoff_agreement g ON g.sale_id = s.id AND g.company_id = s.company_id
        WHERE s.kind = 'first' AND (h.id IS NULL OR g.id IS NULL OR h.hunter_id <> s.seller_id
        OR g.hunter_id <> s.seller_id)""",
    ),
    "inv_later_sale_before_first": (
        "A repeat sale or a cross-sell has a first sale before it.",
        """SELECT s.id AS sale, s.company_id AS company FROM sales_sale s WHERE s.kind <> 'first'
        AND NOT EXISTS (SELECT 1 FROM sales_sale f WHERE f.company_id = s.company_id AND f.kind = 'first')""",
    ),
    "inv_sale_is_not_its_lines": (
        "A sale's amount is the sum of its lines.",
        """SELECT s.id AS sale, s.amount, sum(l.amount) AS lines FROM sales_sale s
        JOIN sales_saleline l ON l.sale_id = s.id GROUP BY s.id HAVING s.amount <> sum(l.amount)""",
    ),
    "inv_won_deal_without_sale": (
        "A won deal has a sale to its own company.",
        """SELECT d.id AS deal, d.sale_id AS sale FROM hunters_deal d LEFT JOIN sales_sale s ON s.id = d.sale_id
        WHERE d.state = 'won' AND (s.id IS NULL OR s.company_id <> d.company_id)""",
    ),
    "inv_refund_beyond_payment": (
        "Refunds never exceed their payment.",
        """SELECT p.id AS payment, p.amount, sum(r.amount) AS refunded FROM sales_payment p
        JOIN sales_payment r ON r.refund_of_id = p.id GROUP BY p.id HAVING p.amount + sum(r.amount) < 0""",
    ),
    "inv_refunded_payment_still_earns": (
        "What a fully refunded payment earned is taken back to the last cent (agreements without a cap).",
        """SELECT p.id AS payment, a.agreement_id AS agreement, a.beneficiary_id AS beneficiary, sum(a.amount) AS left_over
        FROM sales_payment p
        JOIN handoff_accrual a ON a.payment_id = p.id OR a.payment_id IN
            (SELECT r.id FROM sales_payment r WHERE r.refund_of_id = p.id)
        JOIN handoff_agreement g ON g.id = a.agreement_id JOIN handoff_commissionplan c ON c.id = g.plan_id
        WHERE p.refund_of_id IS NULL AND c.cap IS NULL
        AND p.amount + (SELECT coalesce(sum(r.amount), 0) FROM sales_payment r WHERE r.refund_of_id = p.id) = 0
        AND NOT EXISTS (SELECT 1 FROM sales_payment r WHERE r.refund_of_id = p.id
                        AND NOT EXISTS (SELECT 1 FROM handoff_accrual x WHERE x.payment_id = r.id))
        GROUP BY p.id, a.agreement_id, a.beneficiary_id HAVING sum(a.amount) <> 0""",
    ),
    "inv_accrual_of_another_company": (
        "A ledger line's payment is of the agreement's own company.",
        """SELECT a.id AS accrual, g.company_id AS company, s.company_id AS paid_by FROM handoff_accrual a
        JOIN handoff_agreement g ON g.id = a.agreement_id JOIN sales_payment p ON p.id = a.payment_id
        JOIN sales_sale s ON s.id = p.sale_id WHERE s.company_id <> g.company_id""",
    ),
    "inv_statement_is_not_its_lines": (
        "A statement's total is the sum of its lines.",
        """SELECT s.id AS statement, s.total, coalesce(sum(a.amount), 0) AS lines FROM handoff_statement s
        LEFT JOIN handoff_statementline l ON l.statement_id = s.id LEFT JOIN handoff_accrual a ON a.id = l.accrual_id
        GROUP BY s.id HAVING s.total <> coalesce(sum(a.amount), 0)""",
    ),
    "inv_statement_pays_another": (
        "A statement holds only lines of its own person.",
        """SELECT s.id AS statement, a.id AS accrual FROM handoff_statement s
        JOIN handoff_statementline l ON l.statement_id = s.id JOIN handoff_accrual a ON a.id = l.accrual_id
        WHERE a.beneficiary_id <> s.person_id""",
    ),
    "inv_neglect_without_flag": (
        "A neglected account has an open flag, and an open flag a neglected account.",
        """SELECT a.id AS account, f.id AS flag, a.neglected_since FROM farmers_account a
        FULL JOIN (SELECT * FROM farmers_neglectflag WHERE cleared_at IS NULL) f ON f.account_id = a.id
        WHERE (a.neglected_since IS NULL) <> (f.id IS NULL)""",
    ),
}  # fmt: skip


def create(name: str) -> str:
    sentence, query = VIEWS[name]
    return f"CREATE VIEW {name} AS {query}; COMMENT ON VIEW {name} IS '{sentence.replace(chr(39), chr(39) * 2)}';"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("clients", "0001_initial"),
        ("sales", "0001_initial"),
        ("farmers", "0001_initial"),
        ("handoff", "0001_initial"),
        ("hunters", "0001_initial"),
        ("callcenter", "0001_initial"),
    ]

    operations = [migrations.RunSQL(create(name), f"DROP VIEW {name}") for name in VIEWS]
