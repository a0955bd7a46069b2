"""Let the database keep votes and decisions as they were made, whoever asks and however.

Voices enter an open round only; a choice never changes; closing is final, and totals change only to leave out voices
voided in the open. A decision is superseded, never rewritten. Row triggers compare whole rows, so that columns added
later are covered; casting and closing hold the round, so that a voice never slips behind a closing.
"""

from django.db import migrations

ROUND = """
CREATE FUNCTION committees_round_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'round % is kept for ever', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.public_id, NEW.case_id, NEW.number, NEW.mode, NEW.facts, NEW.opened_at, NEW.opened_by_id)
        IS DISTINCT FROM (OLD.public_id, OLD.case_id, OLD.number, OLD.mode, OLD.facts, OLD.opened_at, OLD.opened_by_id)
    THEN
        RAISE EXCEPTION 'round % keeps the facts it opened with', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'open' THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'annulled' OR NEW.state = 'open' OR NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
        RAISE EXCEPTION 'round % is over', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.votes_for, NEW.votes_against, NEW.abstentions, NEW.proposals)
        IS NOT DISTINCT FROM (OLD.votes_for, OLD.votes_against, OLD.abstentions, OLD.proposals) THEN
        RETURN NEW;
    END IF;
    SELECT count(*) FILTER (WHERE choice = 'for') AS votes_for,
           count(*) FILTER (WHERE choice = 'against') AS votes_against,
           count(*) FILTER (WHERE choice = 'abstain') AS abstentions INTO counted
        FROM committees_ballot AS ballot JOIN committees_voter AS voter ON voter.id = ballot.voter_id
        WHERE voter.round_id = NEW.id AND ballot.voided_at IS NULL;
    IF NEW.mode <> 'by_name' OR (NEW.votes_for, NEW.votes_against, NEW.abstentions)
        IS DISTINCT FROM (counted.votes_for::int, counted.votes_against::int, counted.abstentions::int) THEN
        RAISE EXCEPTION 'the totals of round % are closed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_round_moves_forward BEFORE UPDATE OR DELETE ON committees_round
    FOR EACH ROW EXECUTE FUNCTION committees_round_moves_forward();

CREATE FUNCTION committees_round_must_be_open(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    SELECT state INTO found FROM committees_round WHERE id = wanted FOR SHARE;
    IF found IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'round % is not open', wanted USING ERRCODE = 'check_violation';
    END IF;
END $$;
"""
BALLOT = """
CREATE FUNCTION committees_ballot_is_cast_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'voided_at' <> to_jsonb(OLD) - 'voided_at'
            OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS DISTINCT FROM OLD.voided_at) THEN
            RAISE EXCEPTION 'ballot % never changes', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM committees_round_must_be_open(round_id) FROM committees_voter
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.voter_id ELSE NEW.voter_id END;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER committees_ballot_is_cast_once BEFORE INSERT OR UPDATE OR DELETE ON committees_ballot
    FOR EACH ROW EXECUTE FUNCTION committees_ballot_is_cast_once();

CREATE FUNCTION committees_box_stays_shut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.round_id <> OLD.round_id THEN
        RAISE EXCEPTION 'box % stays with its round', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    PERFORM committees_round_must_be_open(NEW.round_id);
    RETURN NEW;
END $$;
CREATE TRIGGER committees_box_stays_shut BEFORE UPDATE OR DELETE ON committees_secretbox
    FOR EACH ROW EXECUTE FUNCTION committees_box_stays_shut();

CREATE FUNCTION committees_voice_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.voided_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'voice % stays as it is', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.has_voted, NEW.receipt) IS DISTINCT FROM (OLD.has_voted, OLD.receipt) THEN
        PERFORM committees_round_must_be_open(NEW.round_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_voice_is_kept BEFORE UPDATE OR DELETE ON committees_voter
    FOR EACH ROW EXECUTE FUNCTION committees_voice_is_kept();

CREATE FUNCTION committees_roll_of_an_open_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM committees_round_must_be_open(NEW.round_id);
    IF (SELECT (facts->>'voices')::int <= (SELECT count(*) FROM committees_voter WHERE round_id = NEW.round_id)
        FROM committees_round WHERE id = NEW.round_id) THEN
        RAISE EXCEPTION 'the roll of round % is complete', NEW.round_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_roll_of_an_open_round BEFORE INSERT ON committees_voter
    FOR EACH ROW EXECUTE FUNCTION committees_roll_of_an_open_round();
"""
DECISION = """
CREATE FUNCTION committees_decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - '{superseded_at,published_at}'::text[] = to_jsonb(OLD) - '{superseded_at,published_at}'::text[]
        AND (OLD.superseded_at IS NULL OR NEW.superseded_at IS NOT DISTINCT FROM OLD.superseded_at)
        AND (OLD.published_at IS NULL OR NEW.published_at IS NOT DISTINCT FROM OLD.published_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'decision % is kept as it was taken', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER committees_decision_is_kept BEFORE UPDATE OR DELETE ON committees_decision
    FOR EACH ROW EXECUTE FUNCTION committees_decision_is_kept();
"""
BACKWARD = """
DROP TRIGGER committees_decision_is_kept ON committees_decision;
DROP FUNCTION committees_decision_is_kept;
DROP TRIGGER committees_roll_of_an_open_round ON committees_voter;
DROP FUNCTION committees_roll_of_an_open_round;
DROP TRIGGER committees_voice_is_kept ON committees_voter;
DROP FUNCTION committees_voice_is_kept;
DROP TRIGGER committees_box_stays_shut ON committees_secretbox;
DROP FUNCTION committees_box_stays_shut;
DROP TRIGGER committees_ballot_is_cast_once ON committees_ballot;
DROP FUNCTION committees_ballot_is_cast_once;
DROP FUNCTION committees_round_must_be_open;
DROP TRIGGER committees_round_moves_forward ON committees_round;
DROP FUNCTION committees_round_moves_forward;
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0003_guard_the_evening")]
    operations = [migrations.RunSQL(ROUND + BALLOT + DECISION, BACKWARD)]
