from django.db import migrations

# As in 0001, but a cap of the month, too, moves between its payments what one of them may earn.
VIEWS = """
CREATE OR REPLACE VIEW inv_refunded_payment_still_earns AS
SELECT p.id AS payment, a.agreement_id AS agreement, a.beneficiary_id AS beneficiary, sum(a.amount) AS left_over
FROM sales_payment p
JOIN handoff_accrual a ON a.payment_id = p.id OR a.payment_id IN
    (SELECT r.id FROM sales_payment r WHERE r.refund_of_id = p.id)
JOIN handoff_agreement g ON g.id = a.agreement_id JOIN handoff_commissionplan c ON c.id = g.plan_id
WHERE p.refund_of_id IS NULL
AND (c.cap IS NULL AND c.cap_per_month IS NULL OR a.kind = 'repeat' OR a.beneficiary_id <> g.hunter_id)
AND p.amount + (SELECT coalesce(sum(r.amount), 0) FROM sales_payment r WHERE r.refund_of_id = p.id) = 0
AND NOT EXISTS (SELECT 1 FROM sales_payment r WHERE r.refund_of_id = p.id
                AND NOT EXISTS (SELECT 1 FROM handoff_accrual x WHERE x.payment_id = r.id))
GROUP BY p.id, a.agreement_id, a.beneficiary_id HAVING sum(a.amount) <> 0;
COMMENT ON VIEW inv_refunded_payment_still_earns IS
    'What a fully refunded payment earned is taken back to the last cent (agreements without a cap).';

CREATE VIEW inv_agreement_beyond_its_cap AS
SELECT e.agreement_id AS agreement, e.bonus + e.trailing + e.cross_sell AS earned, c.cap FROM handoff_earning e
JOIN handoff_agreement g ON g.id = e.agreement_id AND g.hunter_id = e.beneficiary_id
JOIN handoff_commissionplan c ON c.id = g.plan_id AND c.currency = e.currency
WHERE e.bonus + e.trailing + e.cross_sell > c.cap;
COMMENT ON VIEW inv_agreement_beyond_its_cap IS 'What an agreement earned its own hunter is not more than its cap.';
"""


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0002_pages"), ("handoff", "0006_engine")]

    operations = [migrations.RunSQL(VIEWS, "DROP VIEW inv_agreement_beyond_its_cap")]
