"""Refuse any change to a published regulation, whoever asks: files point at the version they were accepted under.

One thing may still happen to it: an end date, set once. Comparing whole rows covers columns added later.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION funds_regulation_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.effective_to IS NULL OR OLD.effective_to IS NOT DISTINCT FROM NEW.effective_to)
        AND to_jsonb(NEW) - 'effective_to' = to_jsonb(OLD) - 'effective_to' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'regulation % is published and never changes', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER funds_regulation_is_frozen BEFORE UPDATE OR DELETE ON funds_regulation
    FOR EACH ROW EXECUTE FUNCTION funds_regulation_is_frozen();
"""
BACKWARD = """
DROP TRIGGER funds_regulation_is_frozen ON funds_regulation;
DROP FUNCTION funds_regulation_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
