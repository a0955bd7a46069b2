"""What leaves is never edited, whoever asks; an account shows its first signs; a bank may book a batch as one.

An order or a batch says from its first day who is paid, how much and on which account, and whether two people must look:
only its state moves. Once gone, only what happens next is written. Comparing whole rows covers columns added later.
"""

from django.db import migrations

MOVING = {
    "paymentorder": (
        ["state", "approved_at", "approved_by_id", "batch_id", "sent_at", "cleared_on", "undone_at", "undone_because"],
        ["state", "cleared_on", "undone_at", "undone_because"],
        ["sent", "cleared", "reversed"],
    ),
    "paymentbatch": (
        ["state", "signed_at", "signed_by_id", "exported_at", "exported_by_id", "sha256", "execute_on"],
        [],
        ["exported"],
    ),
}


def _listed(words):
    return "ARRAY[" + ", ".join(f"'{word}'" for word in words) + "]::text[]"


def _guard(table, before, after, gone):
    return f"""
CREATE FUNCTION grants_{table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := {_listed(before)};
BEGIN
    IF OLD.state = ANY({_listed(gone)}) THEN
        moving := {_listed(after)};
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving
        AND NOT (OLD.state = ANY({_listed(gone)}) AND NOT NEW.state = ANY({_listed(gone)})) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{table} % says what was ordered and never changes', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER grants_{table}_is_kept BEFORE UPDATE OR DELETE ON grants_{table}
    FOR EACH ROW EXECUTE FUNCTION grants_{table}_is_kept();
"""


FORWARD = "".join(_guard(table, *rules) for table, rules in MOVING.items())
BACKWARD = "".join(
    f"DROP TRIGGER grants_{table}_is_kept ON grants_{table}; DROP FUNCTION grants_{table}_is_kept;" for table in MOVING
)
# Whether two people must look, who typed it and until when it waits are said once, when the account is given.
ACCOUNTS = """
CREATE FUNCTION grants_bankaccount_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.payee_id, NEW.fund_id, NEW.given_at, NEW.given_by_id, NEW.frozen_until, NEW.second_person_asked)
        IS NOT DISTINCT FROM
        (OLD.payee_id, OLD.fund_id, OLD.given_at, OLD.given_by_id, OLD.frozen_until, OLD.second_person_asked) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'account % keeps who gave it and how long it waits', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER grants_bankaccount_is_kept BEFORE UPDATE ON grants_bankaccount
    FOR EACH ROW EXECUTE FUNCTION grants_bankaccount_is_kept();
"""
NO_ACCOUNTS = """
DROP TRIGGER grants_bankaccount_is_kept ON grants_bankaccount; DROP FUNCTION grants_bankaccount_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD), migrations.RunSQL(ACCOUNTS, NO_ACCOUNTS)]
