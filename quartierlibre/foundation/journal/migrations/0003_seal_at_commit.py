"""Let the database chain each event to the head of its territory, at commit.

At commit and not at insertion: the head of a chain is a row everybody waits for. Taken last, it is held for the time of a
commit only, and no transaction that holds it ever waits for a pot of money. Chains are taken in key order: no deadlock.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_take_head(territory bigint) RETURNS journal_head LANGUAGE plpgsql AS $$
DECLARE
    head journal_head;
BEGIN
    SELECT * INTO head FROM journal_head WHERE territory_id = territory FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO journal_head (territory_id, sequence, hash) VALUES (territory, 0, '') ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM journal_head WHERE territory_id = territory FOR UPDATE;
    END IF;
    RETURN head;
END $$;

CREATE FUNCTION journal_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    waiting journal_event;
    head journal_head;
BEGIN
    -- The first event of a transaction seals them all; the others have nothing left to do.
    IF (SELECT hash IS NOT NULL FROM journal_event WHERE id = NEW.id) THEN
        RETURN NULL;
    END IF;
    -- Events of other transactions cannot be seen unsealed: they seal before they commit.
    FOR waiting IN SELECT * FROM journal_event WHERE hash IS NULL ORDER BY territory_id, id LOOP
        IF head.territory_id IS DISTINCT FROM waiting.territory_id THEN
            -- Each head is written once per transaction: thousands of events at once stay fast.
            UPDATE journal_head SET sequence = head.sequence, hash = head.hash WHERE territory_id = head.territory_id;
            head := journal_take_head(waiting.territory_id);
        END IF;
        waiting.sequence := head.sequence + 1;
        waiting.previous := head.hash;
        waiting.hash := journal_hash(waiting);
        UPDATE journal_event SET sequence = waiting.sequence, previous = waiting.previous, hash = waiting.hash
            WHERE id = waiting.id;
        head.sequence := waiting.sequence;
        head.hash := waiting.hash;
    END LOOP;
    UPDATE journal_head SET sequence = head.sequence, hash = head.hash WHERE territory_id = head.territory_id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_seal AFTER INSERT ON journal_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_seal();
"""
BACKWARD = "DROP TRIGGER journal_seal ON journal_event; DROP FUNCTION journal_seal, journal_take_head;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guard_against_change")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
