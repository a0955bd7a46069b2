"""Let the database count the places taken, and refuse one too many, whoever writes."""

from django.db import migrations

FORWARD = """
-- A person holds a place exactly when their registration does: whatever is written, this is what is kept.
CREATE FUNCTION meetings_place_follows_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT state IN ('offered', 'confirmed') INTO NEW.holds_place
    FROM meetings_registration WHERE id = NEW.registration_id;
    IF NEW.category_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM meetings_audiencecategory AS category JOIN meetings_registration AS registration
        ON category.desk_id = registration.desk_id
        WHERE category.id = NEW.category_id AND registration.id = NEW.registration_id
    ) THEN
        RAISE EXCEPTION 'a category of another meeting' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meetings_place_follows_registration
    BEFORE INSERT OR UPDATE OF holds_place, category_id, registration_id ON meetings_participant
    FOR EACH ROW EXECUTE FUNCTION meetings_place_follows_registration();

CREATE FUNCTION meetings_registration_moves_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE meetings_participant SET holds_place = NEW.state IN ('offered', 'confirmed')
    WHERE registration_id = NEW.id AND holds_place <> (NEW.state IN ('offered', 'confirmed'));
    RETURN NULL;
END $$;
CREATE TRIGGER meetings_registration_moves_places AFTER UPDATE OF state ON meetings_registration
    FOR EACH ROW EXECUTE FUNCTION meetings_registration_moves_places();

CREATE FUNCTION meetings_count_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.holds_place THEN
        UPDATE meetings_desk SET taken = taken - 1
        WHERE id = (SELECT desk_id FROM meetings_registration WHERE id = OLD.registration_id);
        UPDATE meetings_audiencecategory SET taken = taken - 1 WHERE id = OLD.category_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.holds_place THEN
        UPDATE meetings_desk SET taken = taken + 1
        WHERE id = (SELECT desk_id FROM meetings_registration WHERE id = NEW.registration_id);
        UPDATE meetings_audiencecategory SET taken = taken + 1 WHERE id = NEW.category_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER meetings_count_places
    AFTER INSERT OR DELETE OR UPDATE OF holds_place, category_id, registration_id ON meetings_participant
    FOR EACH ROW EXECUTE FUNCTION meetings_count_places();

CREATE FUNCTION meetings_taken_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 1 is a statement of the application; deeper is the count above.
    IF pg_trigger_depth() < 2 AND NEW.taken <> (CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.taken END) THEN
        RAISE EXCEPTION 'places taken are counted, not written' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meetings_taken_is_counted BEFORE INSERT OR UPDATE ON meetings_desk
    FOR EACH ROW EXECUTE FUNCTION meetings_taken_is_counted();
CREATE TRIGGER meetings_taken_is_counted BEFORE INSERT OR UPDATE ON meetings_audiencecategory
    FOR EACH ROW EXECUTE FUNCTION meetings_taken_is_counted();

-- The page of a meeting says how to register: it is made again when the settings change, not with each registration.
CREATE TRIGGER meetings_move_mark AFTER INSERT OR DELETE OR UPDATE OF opens_at, closes_at ON meetings_desk
    FOR EACH STATEMENT EXECUTE FUNCTION meetings_move_mark();
"""
BACKWARD = """
DROP TRIGGER meetings_move_mark ON meetings_desk;
DROP TRIGGER meetings_taken_is_counted ON meetings_desk;
DROP TRIGGER meetings_taken_is_counted ON meetings_audiencecategory;
DROP TRIGGER meetings_count_places ON meetings_participant;
DROP TRIGGER meetings_registration_moves_places ON meetings_registration;
DROP TRIGGER meetings_place_follows_registration ON meetings_participant;
DROP FUNCTION meetings_taken_is_counted, meetings_count_places, meetings_registration_moves_places,
    meetings_place_follows_registration;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_mark_every_change")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
