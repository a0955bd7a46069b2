"""A head only moves forward, to a sealed event, and is never removed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_head_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.sequence = 0 AND NEW.hash = '' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.territory_id = OLD.territory_id AND NEW.sequence > OLD.sequence AND EXISTS (
        SELECT 1 FROM journal_event
        WHERE territory_id = NEW.territory_id AND sequence = NEW.sequence AND hash = NEW.hash
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of a chain follows its events' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER journal_head_follows BEFORE INSERT OR UPDATE OR DELETE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION journal_head_follows();
"""
BACKWARD = "DROP TRIGGER journal_head_follows ON journal_head; DROP FUNCTION journal_head_follows;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_seal_at_commit")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
