"""Let the database keep a consultation as it was announced, whoever asks and however.

Its last day never moves, it closes once and with no vote left open, nothing opens in it afterwards, and each member
answers for themselves: a proxy was given for an evening in the room.
"""

from django.db import migrations

CONSULTATION = """
CREATE FUNCTION committees_consultation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - '{reminded_at,closed_at}'::text[] <> to_jsonb(OLD) - '{reminded_at,closed_at}'::text[]
        OR (OLD.reminded_at IS NOT NULL AND NEW.reminded_at IS DISTINCT FROM OLD.reminded_at)
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at) THEN
        RAISE EXCEPTION 'consultation % is kept as it was announced', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL
        AND EXISTS (SELECT FROM committees_round WHERE consultation_id = NEW.id AND state = 'open') THEN
        RAISE EXCEPTION 'a vote of consultation % is open', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_consultation_is_kept BEFORE UPDATE OR DELETE ON committees_consultation
    FOR EACH ROW EXECUTE FUNCTION committees_consultation_is_kept();
"""
ROUND = """
CREATE FUNCTION committees_round_of_consultation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'round % was opened in the room or in writing', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM committees_consultation AS consultation
        JOIN committees_case AS the_case ON the_case.session_id = consultation.session_id
        WHERE consultation.id = NEW.consultation_id AND the_case.id = NEW.case_id AND consultation.closed_at IS NULL
        FOR SHARE OF consultation;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'consultation % takes no vote on case %', NEW.consultation_id, NEW.case_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_round_of_consultation BEFORE INSERT ON committees_round
    FOR EACH ROW WHEN (NEW.consultation_id IS NOT NULL) EXECUTE FUNCTION committees_round_of_consultation();
CREATE TRIGGER committees_round_stays_where_it_was BEFORE UPDATE ON committees_round
    FOR EACH ROW WHEN (NEW.consultation_id IS DISTINCT FROM OLD.consultation_id)
    EXECUTE FUNCTION committees_round_of_consultation();
"""
VOTER = """
CREATE FUNCTION committees_voter_answers_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM committees_round WHERE id = NEW.round_id AND consultation_id IS NOT NULL) THEN
        RAISE EXCEPTION 'in writing, each member answers for themselves' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_voter_answers_alone BEFORE INSERT ON committees_voter
    FOR EACH ROW WHEN (NEW.attendance_id <> NEW.cast_by_id) EXECUTE FUNCTION committees_voter_answers_alone();
"""
BACKWARD = """
DROP TRIGGER committees_voter_answers_alone ON committees_voter;
DROP FUNCTION committees_voter_answers_alone;
DROP TRIGGER committees_round_stays_where_it_was ON committees_round;
DROP TRIGGER committees_round_of_consultation ON committees_round;
DROP FUNCTION committees_round_of_consultation;
DROP TRIGGER committees_consultation_is_kept ON committees_consultation;
DROP FUNCTION committees_consultation_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0006_ask_in_writing")]
    operations = [migrations.RunSQL(CONSULTATION + ROUND + VOTER, BACKWARD)]
