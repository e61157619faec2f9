from datetime import UTC, datetime
from decimal import Decimal

from django.db import migrations

# The database says it a second time, at commit: whoever writes a first sale or a client around the actions is refused.
TRIGGERS = """
CREATE FUNCTION first_sale_has_a_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sales_sale WHERE id = NEW.id AND kind = 'first')
       AND NOT EXISTS (
           SELECT 1 FROM handoff_handoff h
           JOIN handoff_agreement g ON g.sale_id = h.sale_id
           JOIN farmers_account a ON a.company_id = h.company_id
           WHERE h.sale_id = NEW.id AND h.company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'a first sale without handoff, agreement and account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'first_sale_has_a_handoff';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER first_sale_has_a_handoff AFTER INSERT OR UPDATE ON sales_sale
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'first')
    EXECUTE FUNCTION first_sale_has_a_handoff();

CREATE FUNCTION client_has_a_handoff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM clients_company WHERE id = NEW.id AND status = 'client')
       AND NOT EXISTS (SELECT 1 FROM handoff_handoff WHERE company_id = NEW.id) THEN
        RAISE EXCEPTION 'a client without a handoff'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'client_has_a_handoff';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER client_has_a_handoff AFTER INSERT OR UPDATE OF status ON clients_company
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'client')
    EXECUTE FUNCTION client_has_a_handoff();

CREATE FUNCTION handoff_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'handoffs and agreements are never deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'handoff_is_never_deleted';
END $$;
CREATE TRIGGER handoff_is_never_deleted BEFORE DELETE ON handoff_handoff
    FOR EACH ROW EXECUTE FUNCTION handoff_is_never_deleted();
CREATE TRIGGER agreement_is_never_deleted BEFORE DELETE ON handoff_agreement
    FOR EACH ROW EXECUTE FUNCTION handoff_is_never_deleted();
"""

UNDO = """
DROP TRIGGER agreement_is_never_deleted ON handoff_agreement;
DROP TRIGGER handoff_is_never_deleted ON handoff_handoff;
DROP TRIGGER client_has_a_handoff ON clients_company;
DROP TRIGGER first_sale_has_a_handoff ON sales_sale;
DROP FUNCTION handoff_is_never_deleted();
DROP FUNCTION client_has_a_handoff();
DROP FUNCTION first_sale_has_a_handoff();
"""


def add_default_plan(apps, schema_editor):
    """The plan of product.md 6: bonus 10 %, trailing 3 % in months 0-11 and 2 % in 12-35, cross-sell 5 %, no cap."""
    plan = apps.get_model("handoff", "CommissionPlan").objects.create(
        name="Standard", in_force_from=datetime(2000, 1, 1, tzinfo=UTC), currency="USD"
    )
    tier = apps.get_model("handoff", "TrailingTier")
    tier.objects.create(plan=plan, from_month=0, rate=Decimal("0.03"))
    tier.objects.create(plan=plan, from_month=12, rate=Decimal("0.02"))


class Migration(migrations.Migration):
    dependencies = [("handoff", "0001_initial"), ("farmers", "0001_initial"), ("sales", "0001_initial")]

    operations = [
        migrations.RunSQL(TRIGGERS, UNDO),
        migrations.RunPython(add_default_plan, migrations.RunPython.noop),
    ]
