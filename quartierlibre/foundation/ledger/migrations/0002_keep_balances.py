"""Let the database keep each account's balance, and let nobody else write it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_apply_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_account SET balance_cents = balance_cents + NEW.amount_cents WHERE id = NEW.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_apply_line AFTER INSERT ON ledger_line
    FOR EACH ROW EXECUTE FUNCTION ledger_apply_line();

CREATE FUNCTION ledger_balance_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 1 is a statement of the application; depth 2 is the trigger above.
    IF pg_trigger_depth() < 2 AND NEW.balance_cents <> (CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.balance_cents END) THEN
        RAISE EXCEPTION 'the balance of account % follows its lines', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_balance_is_kept BEFORE INSERT OR UPDATE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_balance_is_kept();
"""
BACKWARD = """
DROP TRIGGER ledger_balance_is_kept ON ledger_account;
DROP TRIGGER ledger_apply_line ON ledger_line;
DROP FUNCTION ledger_balance_is_kept, ledger_apply_line;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
