"""At commit, an entry adds up to zero and its lines make the amount written on it.

The amount closes the entry: a pair of lines slipped in later would balance, but no longer make that amount.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_check_entry(entry ledger_entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    total bigint;
    received bigint;
BEGIN
    SELECT coalesce(sum(amount_cents), 0), coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)
        INTO total, received FROM ledger_line WHERE entry_id = entry.id;
    IF total <> 0 OR received <> entry.amount_cents THEN
        RAISE EXCEPTION 'ledger entry % does not add up: total %, moved %, announced %',
            entry.id, total, received, entry.amount_cents USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION ledger_entry_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_check_entry(NEW);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_adds_up AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_adds_up();

CREATE FUNCTION ledger_line_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_check_entry(entry) FROM ledger_entry AS entry WHERE entry.id = NEW.entry_id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_line_adds_up AFTER INSERT ON ledger_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_line_adds_up();
"""
BACKWARD = """
DROP TRIGGER ledger_line_adds_up ON ledger_line;
DROP TRIGGER ledger_entry_adds_up ON ledger_entry;
DROP FUNCTION ledger_line_adds_up, ledger_entry_adds_up;
DROP FUNCTION ledger_check_entry(ledger_entry);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_keep_balances")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
