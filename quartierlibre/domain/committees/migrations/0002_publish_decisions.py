"""Let the database keep what everyone can read, whoever publishes, replaces or corrects a decision.

`committees_publish` writes again the public copy of some decisions, their headings in the catalogue and the counts. The
first statement moves the mark, whose row makes publications wait for one another: counts never meet out of order.
"""

from django.db import migrations

# Words people typed, without the ways to reach them nor the names of the holder and of the adult in charge.
WITHOUT_PERSONS = r"""
CREATE FUNCTION committees_without_name(words text, name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN length(btrim(name)) < 2 THEN words ELSE regexp_replace(
        words, '\m' || regexp_replace(btrim(name), '([^[:alnum:][:space:]])', '\\\1', 'g') || '\M', '[nom retiré]', 'gi'
    ) END
$$;
CREATE FUNCTION committees_without_contacts(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(
        regexp_replace(words, '[^\s@<>,;:()]+@[^\s@<>,;:()]+\.[^\s@<>,;:()]+', '[adresse retirée]', 'g'),
        '(\+33\s?|\m0033\s?|\m0)[1-9]([ .\-–]?[0-9]{2}){4}\M', '[numéro retiré]', 'g'
    )
$$;
"""
COPY = """
CREATE FUNCTION committees_copy_public(wanted bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO committees_publisheddecision (
        decision_id, public_id, fund_id, fund_year_id, sector_id, committee_id, session_id, year, number, decided_on,
        outcome, asked_cents, amount_cents, reason, conditions, title, pitch, holder_kind, holder,
        places, where_words, themes, theme_words, starts_on, ends_on)
    SELECT d.id, CASE WHEN yes THEN a.public_id END, d.fund_id, d.fund_year_id, committee.sector_id, committee.id,
        session.id, fund_year.year, d.number, (d.decided_at AT TIME ZONE 'Europe/Paris')::date,
        d.outcome, CASE WHEN yes THEN d.asked_cents END, d.amount_cents,
        CASE WHEN yes THEN committees_public_words(d.reason, a.holder_name, a.adult_name) ELSE '' END,
        CASE WHEN yes THEN committees_public_words(d.conditions, a.holder_name, a.adult_name) ELSE '' END,
        CASE WHEN yes THEN left(committees_public_words(a.title, a.holder_name, a.adult_name), 160) ELSE '' END,
        CASE WHEN yes THEN committees_public_words(a.pitch, a.holder_name, a.adult_name) ELSE '' END,
        CASE WHEN yes THEN a.holder_kind ELSE '' END,
        CASE WHEN yes AND a.holder_kind IN ('collective', 'association')
            THEN left(committees_public_words(a.group_name, a.holder_name, a.adult_name), 160) ELSE '' END,
        CASE WHEN yes THEN 'fonds:' || fund.slug || near.keys ELSE '{}' END,
        CASE WHEN yes THEN near.words ELSE '' END,
        about.keys, about.words,
        CASE WHEN yes THEN a.starts_on END, CASE WHEN yes THEN a.ends_on END
    FROM committees_decision d
    CROSS JOIN LATERAL (SELECT d.outcome IN ('granted', 'part', 'conditions')) AS favourable (yes)
    JOIN committees_case the_case ON the_case.id = d.case_id
    JOIN committees_session session ON session.id = the_case.session_id
    JOIN committees_committee committee ON committee.id = session.committee_id
    JOIN applications_application a ON a.id = the_case.application_id
    JOIN funds_fund fund ON fund.id = d.fund_id
    JOIN funds_fundyear fund_year ON fund_year.id = d.fund_year_id
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT key) FILTER (WHERE key IS NOT NULL), '{}') AS keys,
            coalesce(string_agg(DISTINCT place.name, ', '), '') AS words
        FROM applications_applicationneighbourhood link
        JOIN places_neighbourhood place ON place.id = link.neighbourhood_id
        CROSS JOIN LATERAL (
            SELECT 'quartier:' || place.code AS key
            UNION SELECT 'commune:' || code FROM jsonb_array_elements_text(place.commune_codes) AS code
        ) AS named
        WHERE link.application_id = a.id
    ) AS near
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(theme.id ORDER BY theme.position, theme.id), '{}') AS keys,
            coalesce(string_agg(theme.label, ', ' ORDER BY theme.position, theme.id), '') AS words
        FROM applications_application_themes link JOIN funds_theme theme ON theme.id = link.theme_id
        WHERE link.application_id = a.id
    ) AS about
    WHERE d.id = ANY (wanted) AND d.published_at IS NOT NULL AND d.superseded_at IS NULL;

    INSERT INTO committees_publishedposting (published_id, place, theme, decided_on, amount_cents)
    SELECT decision_id, place, theme, decided_on, amount_cents FROM committees_publisheddecision
    CROSS JOIN LATERAL unnest(places || ''::text) AS place
    CROSS JOIN LATERAL unnest(themes || 0::bigint) AS theme
    WHERE decision_id = ANY (wanted) AND amount_cents IS NOT NULL;
$$;
"""
WORDS = """
CREATE FUNCTION committees_public_words(words text, holder text, adult text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT committees_without_name(committees_without_name(committees_without_contacts(words), holder), adult)
$$;
"""
COUNTS = """
CREATE FUNCTION committees_tallies_of(wanted bigint[])
RETURNS TABLE (place text, theme bigint, year smallint, band smallint, projects bigint, cents numeric)
LANGUAGE sql STABLE AS $$
    SELECT posting.place, posting.theme, a_year, a_band, count(*), sum(amount_cents)
    FROM committees_publishedposting posting
    CROSS JOIN LATERAL (VALUES (extract(year FROM decided_on)::smallint), (0::smallint)) AS years (a_year)
    CROSS JOIN LATERAL (
        VALUES ((width_bucket(amount_cents, ARRAY[30000, 60000, 100000]::bigint[]) + 1)::smallint), (0::smallint)
    ) AS bands (a_band)
    WHERE published_id = ANY (wanted) GROUP BY 1, 2, 3, 4
$$;
CREATE FUNCTION committees_figures_of(wanted bigint[])
RETURNS TABLE (fund_year_id bigint, kind text, key text, decisions bigint, asked numeric, granted numeric)
LANGUAGE sql STABLE AS $$
    WITH published AS (SELECT * FROM committees_publisheddecision WHERE decision_id = ANY (wanted)),
    headed AS (
        SELECT *, 'outcome' AS kind, outcome AS key FROM published
        UNION ALL SELECT *, 'sector', coalesce(sector_id, 0)::text FROM published WHERE amount_cents IS NOT NULL
        UNION ALL SELECT *, 'month', to_char(decided_on, 'YYYY-MM') FROM published WHERE amount_cents IS NOT NULL
        UNION ALL SELECT published.*, CASE WHEN amount_cents IS NULL THEN 'unfavourable' ELSE 'theme' END, theme::text
            FROM published CROSS JOIN LATERAL unnest(themes) AS theme
    )
    SELECT headed.fund_year_id, headed.kind, headed.key, count(*),
        coalesce(sum(asked_cents), 0), coalesce(sum(amount_cents), 0)
    FROM headed GROUP BY 1, 2, 3
$$;
CREATE FUNCTION committees_count_published(wanted bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO committees_publishedtally AS kept (place, theme, year, band, projects, granted_cents)
    SELECT * FROM committees_tallies_of(wanted)
    ON CONFLICT (place, theme, year, band) DO UPDATE
    SET projects = kept.projects + excluded.projects, granted_cents = kept.granted_cents + excluded.granted_cents;

    INSERT INTO committees_publishedfigure AS kept (fund_year_id, kind, key, decisions, asked_cents, granted_cents)
    SELECT * FROM committees_figures_of(wanted)
    ON CONFLICT (fund_year_id, kind, key) DO UPDATE
    SET decisions = kept.decisions + excluded.decisions, asked_cents = kept.asked_cents + excluded.asked_cents,
        granted_cents = kept.granted_cents + excluded.granted_cents;
$$;
CREATE FUNCTION committees_uncount_published(wanted bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE committees_publishedtally kept
    SET projects = kept.projects - gone.projects, granted_cents = kept.granted_cents - gone.cents
    FROM committees_tallies_of(wanted) gone
    WHERE (kept.place, kept.theme, kept.year, kept.band) = (gone.place, gone.theme, gone.year, gone.band);
    DELETE FROM committees_publishedtally WHERE projects = 0;

    UPDATE committees_publishedfigure kept
    SET decisions = kept.decisions - gone.decisions, asked_cents = kept.asked_cents - gone.asked,
        granted_cents = kept.granted_cents - gone.granted
    FROM committees_figures_of(wanted) gone
    WHERE (kept.fund_year_id, kept.kind, kept.key) = (gone.fund_year_id, gone.kind, gone.key);
    DELETE FROM committees_publishedfigure WHERE decisions = 0;
$$;
"""
PUBLISH = """
CREATE FUNCTION committees_publish(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO committees_publicationmark AS mark (id, revision) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET revision = mark.revision + 1;
    IF EXISTS (SELECT FROM committees_publisheddecision WHERE decision_id = ANY (wanted)) THEN
        PERFORM committees_uncount_published(wanted);
        DELETE FROM committees_publishedposting WHERE published_id = ANY (wanted);
        DELETE FROM committees_publisheddecision WHERE decision_id = ANY (wanted);
    END IF;
    PERFORM committees_copy_public(wanted);
    PERFORM committees_count_published(wanted);
END $$;
CREATE FUNCTION committees_publish_again() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO committees_publicationmark AS mark (id, revision) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET revision = mark.revision + 1;
    DELETE FROM committees_publishedfigure;
    DELETE FROM committees_publishedtally;
    DELETE FROM committees_publishedposting;
    DELETE FROM committees_publisheddecision;
    PERFORM committees_publish(coalesce(array_agg(id), '{}')) FROM committees_decision WHERE published_at IS NOT NULL;
END $$;
"""
TRIGGERS = """
CREATE FUNCTION committees_decisions_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(id) INTO wanted FROM now_is WHERE published_at IS NOT NULL;
    ELSE
        SELECT array_agg(now_is.id) INTO wanted FROM now_is JOIN it_was USING (id)
        WHERE now_is.published_at IS NOT NULL OR it_was.published_at IS NOT NULL;
    END IF;
    IF wanted IS NOT NULL THEN PERFORM committees_publish(wanted); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER committees_decisions_made AFTER INSERT ON committees_decision
    REFERENCING NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION committees_decisions_change();
CREATE TRIGGER committees_decisions_change AFTER UPDATE ON committees_decision
    REFERENCING NEW TABLE AS now_is OLD TABLE AS it_was
    FOR EACH STATEMENT EXECUTE FUNCTION committees_decisions_change();

-- What is corrected or erased in a file is corrected or erased in its public copy at once.
CREATE FUNCTION committees_words_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted bigint[];
BEGIN
    SELECT array_agg(d.id) INTO wanted FROM committees_decision d JOIN committees_case c ON c.id = d.case_id
    WHERE c.application_id = NEW.id AND d.published_at IS NOT NULL AND d.superseded_at IS NULL;
    IF wanted IS NOT NULL THEN PERFORM committees_publish(wanted); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER committees_words_change AFTER UPDATE ON applications_application FOR EACH ROW
    WHEN ((OLD.title, OLD.pitch, OLD.holder_kind, OLD.group_name, OLD.holder_name, OLD.adult_name)
        IS DISTINCT FROM (NEW.title, NEW.pitch, NEW.holder_kind, NEW.group_name, NEW.holder_name, NEW.adult_name))
    EXECUTE FUNCTION committees_words_change();
"""
BACKWARD = """
DROP TRIGGER committees_words_change ON applications_application;
DROP TRIGGER committees_decisions_change ON committees_decision;
DROP TRIGGER committees_decisions_made ON committees_decision;
DROP FUNCTION committees_words_change, committees_decisions_change, committees_publish_again, committees_publish,
    committees_count_published, committees_uncount_published, committees_tallies_of, committees_figures_of,
    committees_copy_public, committees_public_words, committees_without_name, committees_without_contacts;
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial"), ("places", "0001_initial")]
    operations = [migrations.RunSQL(WITHOUT_PERSONS + WORDS + COPY + COUNTS + PUBLISH + TRIGGERS, BACKWARD)]
