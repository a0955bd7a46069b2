"""Let the database refuse a voice from who steps aside, and any change to what was frozen, whoever asks and however.

A ballot and a recusal cross each other at most on the round, held in share by the first and alone by the second: the
later of the two always sees the earlier. A recusal declared once a vote has begun commits only if no voice of that
member still stands, their own or one they carry.
"""

from django.db import migrations

ASIDE = """
CREATE FUNCTION committees_steps_aside(wanted_case bigint, attendances bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM committees_interest AS interest
        JOIN committees_attendance AS attendance ON attendance.seat_id = interest.seat_id
        WHERE interest.case_id = wanted_case AND interest.state IN ('proposed', 'declared')
            AND attendance.id = ANY (attendances)
    )
$$;

CREATE FUNCTION committees_refuse_recused(wanted_voter bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    voice record;
BEGIN
    SELECT voter.attendance_id, voter.cast_by_id, round.id AS round_id, round.case_id INTO voice
        FROM committees_voter AS voter JOIN committees_round AS round ON round.id = voter.round_id
        WHERE voter.id = wanted_voter;
    PERFORM FROM committees_round WHERE id = voice.round_id FOR SHARE;
    IF committees_steps_aside(voice.case_id, ARRAY[voice.attendance_id, voice.cast_by_id]) THEN
        RAISE EXCEPTION 'voice % is that of a member who steps aside', wanted_voter USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION committees_ballot_of_who_may() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.voided_at IS NULL THEN
        PERFORM committees_refuse_recused(NEW.voter_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_ballot_of_who_may BEFORE INSERT OR UPDATE ON committees_ballot
    FOR EACH ROW EXECUTE FUNCTION committees_ballot_of_who_may();

CREATE FUNCTION committees_voter_of_who_may() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.round_id, NEW.attendance_id, NEW.cast_by_id)
        IS DISTINCT FROM (OLD.round_id, OLD.attendance_id, OLD.cast_by_id) THEN
        RAISE EXCEPTION 'voice % is on the roll as it was opened', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.voided_at IS NULL AND (TG_OP = 'INSERT' OR (NEW.has_voted AND NOT OLD.has_voted)) THEN
        PERFORM committees_refuse_recused(NEW.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_voter_of_who_may AFTER INSERT OR UPDATE ON committees_voter
    FOR EACH ROW EXECUTE FUNCTION committees_voter_of_who_may();

CREATE FUNCTION committees_interest_waits_for_ballots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM committees_round WHERE case_id = NEW.case_id ORDER BY id FOR UPDATE;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_interest_waits_for_ballots BEFORE INSERT OR UPDATE OF state ON committees_interest
    FOR EACH ROW WHEN (NEW.state <> 'dismissed') EXECUTE FUNCTION committees_interest_waits_for_ballots();

CREATE FUNCTION committees_interest_leaves_no_voice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM committees_voter AS voter
        JOIN committees_round AS round ON round.id = voter.round_id
        WHERE round.case_id = NEW.case_id AND round.state <> 'annulled' AND voter.voided_at IS NULL
            AND committees_steps_aside(NEW.case_id, ARRAY[voter.attendance_id, voter.cast_by_id])
    ) THEN
        RAISE EXCEPTION 'a voice of seat % still stands on case %', NEW.seat_id, NEW.case_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER committees_interest_leaves_no_voice AFTER INSERT OR UPDATE ON committees_interest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION committees_interest_leaves_no_voice();
"""
FROZEN = """
CREATE FUNCTION committees_roll_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row record := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM committees_session WHERE id = row.session_id AND opened_at IS NOT NULL)
        AND (TG_OP <> 'UPDATE' OR (NEW.session_id, NEW.seat_id, NEW.may_vote)
            IS DISTINCT FROM (OLD.session_id, OLD.seat_id, OLD.may_vote)) THEN
        RAISE EXCEPTION 'the roll of session % was frozen when it opened', row.session_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN row;
END $$;
CREATE TRIGGER committees_roll_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON committees_attendance
    FOR EACH ROW EXECUTE FUNCTION committees_roll_is_frozen();

CREATE FUNCTION committees_session_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.regulation_id, NEW.opened_at, NEW.number, NEW.committee_id, NEW.second_call_of_id)
        IS DISTINCT FROM (OLD.regulation_id, OLD.opened_at, OLD.number, OLD.committee_id, OLD.second_call_of_id) THEN
        RAISE EXCEPTION 'session % keeps the rules it opened under', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_session_is_frozen BEFORE UPDATE ON committees_session
    FOR EACH ROW WHEN (OLD.opened_at IS NOT NULL) EXECUTE FUNCTION committees_session_is_frozen();
"""
BACKWARD = """
DROP TRIGGER committees_session_is_frozen ON committees_session;
DROP FUNCTION committees_session_is_frozen;
DROP TRIGGER committees_roll_is_frozen ON committees_attendance;
DROP FUNCTION committees_roll_is_frozen;
DROP TRIGGER committees_interest_leaves_no_voice ON committees_interest;
DROP FUNCTION committees_interest_leaves_no_voice;
DROP TRIGGER committees_interest_waits_for_ballots ON committees_interest;
DROP FUNCTION committees_interest_waits_for_ballots;
DROP TRIGGER committees_voter_of_who_may ON committees_voter;
DROP FUNCTION committees_voter_of_who_may;
DROP TRIGGER committees_ballot_of_who_may ON committees_ballot;
DROP FUNCTION committees_ballot_of_who_may;
DROP FUNCTION committees_refuse_recused;
DROP FUNCTION committees_steps_aside;
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0002_publish_decisions")]
    operations = [migrations.RunSQL(ASIDE + FROZEN, BACKWARD)]
