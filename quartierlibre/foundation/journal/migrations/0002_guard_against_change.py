"""Refuse any change to an event once written, and any event that arrives already sealed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_hash(event journal_event) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(event.previous || convert_to(jsonb_build_array(
        event.territory_id, event.sequence, (extract(epoch FROM event.at) * 1000000)::bigint,
        event.name, event.actor_id, event.machine, event.subject_type, event.subject_id,
        event.request_id, event.data)::text, 'UTF8'));
$$;

CREATE FUNCTION journal_arrives_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence IS NOT NULL OR NEW.previous IS NOT NULL OR NEW.hash IS NOT NULL THEN
        RAISE EXCEPTION 'the journal seals its events itself' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_arrives_unsealed BEFORE INSERT ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_arrives_unsealed();

CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed CONSTANT text[] := '{sequence,previous,hash}';
    before bytea;
BEGIN
    -- The one change allowed: the seal, once, after the event before it, with the right hash.
    IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash = journal_hash(NEW)
       AND to_jsonb(OLD) - sealed = to_jsonb(NEW) - sealed THEN
        SELECT hash INTO before FROM journal_event
            WHERE territory_id = NEW.territory_id AND sequence = NEW.sequence - 1;
        IF NEW.previous = before OR (NEW.sequence = 1 AND NEW.previous = '') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'this event does not follow the one before it' USING ERRCODE = 'check_violation';
    END IF;
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_append_only();
"""
BACKWARD = """
DROP TRIGGER journal_append_only ON journal_event;
DROP TRIGGER journal_arrives_unsealed ON journal_event;
DROP FUNCTION journal_append_only, journal_arrives_unsealed;
DROP FUNCTION journal_hash(journal_event);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
