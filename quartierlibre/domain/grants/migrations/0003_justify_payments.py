"""Keep, in each funder's purse, what was paid to grants whose report is checked: what is justified.

Kept by the database as payments and reports move, so that a page never adds up every line to say it. The payment of a
grant and the check of its report both hold the grant: one of them sees the other.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION grants_add_justified(moved bigint[], sign int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Always in key order: two reports checked together wait for each other, never deadlock.
    PERFORM 1 FROM funds_purse WHERE spent_id IN (
        SELECT line.account_id FROM funds_movement moving JOIN ledger_line line ON line.entry_id = moving.funders_entry_id
        WHERE moving.id = ANY(moved)
    ) ORDER BY id FOR UPDATE;
    UPDATE funds_purse purse SET justified_cents = purse.justified_cents + sign * part.cents FROM (
        SELECT line.account_id, sum(line.amount_cents) AS cents
        FROM funds_movement moving JOIN ledger_line line ON line.entry_id = moving.funders_entry_id
        WHERE moving.id = ANY(moved) GROUP BY line.account_id
    ) part WHERE purse.spent_id = part.account_id;
END $$;

CREATE FUNCTION grants_justify_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.funders_entry_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM funds_commitment promise
        JOIN committees_decision decision ON decision.entry_id = promise.reservation_id
        JOIN grants_grant given ON given.decision_id = decision.id
        JOIN grants_report report ON report.grant_id = given.id
        WHERE promise.id = NEW.commitment_id AND report.state = 'checked'
    ) THEN
        PERFORM grants_add_justified(ARRAY[NEW.id], 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_justify_movement AFTER INSERT ON funds_movement
    FOR EACH ROW EXECUTE FUNCTION grants_justify_movement();

CREATE FUNCTION grants_justify_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was boolean := TG_OP = 'UPDATE' AND OLD.state = 'checked';
    now_is boolean := NEW.state = 'checked';
BEGIN
    IF was <> now_is THEN
        PERFORM grants_add_justified(
            ARRAY(
                SELECT moving.id FROM funds_movement moving
                JOIN funds_commitment promise ON promise.id = moving.commitment_id
                JOIN committees_decision decision ON decision.entry_id = promise.reservation_id
                JOIN grants_grant given ON given.decision_id = decision.id
                WHERE given.id = NEW.grant_id AND moving.funders_entry_id IS NOT NULL
            ),
            CASE WHEN now_is THEN 1 ELSE -1 END
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grants_justify_report AFTER INSERT OR UPDATE OF state ON grants_report
    FOR EACH ROW EXECUTE FUNCTION grants_justify_report();

CREATE FUNCTION grants_justified_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND NEW.justified_cents <> OLD.justified_cents THEN
        RAISE EXCEPTION 'what is justified follows reports and payments' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER grants_justified_is_kept BEFORE UPDATE ON funds_purse
    FOR EACH ROW EXECUTE FUNCTION grants_justified_is_kept();
"""
BACKWARD = """
DROP TRIGGER grants_justified_is_kept ON funds_purse;
DROP TRIGGER grants_justify_report ON grants_report;
DROP TRIGGER grants_justify_movement ON funds_movement;
DROP FUNCTION grants_justified_is_kept, grants_justify_report, grants_justify_movement, grants_add_justified;
"""


class Migration(migrations.Migration):
    dependencies = [("grants", "0002_mask_accounts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
