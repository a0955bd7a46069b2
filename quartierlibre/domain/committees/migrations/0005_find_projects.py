"""A project granted is found by its words as soon as it is in the public copy, and no longer than it is.

The copy is kept by the database, so is what is found of it: no path may publish a project and forget one of the two.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION committees_find_projects(wanted bigint[]) RETURNS bigint LANGUAGE sql AS $$
    WITH told AS (
        INSERT INTO search_searchdocument AS known (kind, key, title, text, url, date, territories)
        SELECT 'project', p.public_id::text, p.title,
            regexp_replace(concat_ws(' · ', nullif(p.pitch, ''), nullif(p.holder, ''), nullif(p.where_words, ''),
                nullif(p.theme_words, ''), f.name), '[\x01-\x08\x0b-\x1f\x7f]', '', 'g'),
            '/projets/' || p.public_id || '/', p.decided_on, ARRAY[f.territory_id]
        FROM committees_publisheddecision p JOIN funds_fund f ON f.id = p.fund_id
        WHERE p.public_id IS NOT NULL AND (wanted IS NULL OR p.decision_id = ANY (wanted))
        ON CONFLICT (kind, key) DO UPDATE SET title = EXCLUDED.title, text = EXCLUDED.text, url = EXCLUDED.url,
            date = EXCLUDED.date, territories = EXCLUDED.territories
        RETURNING 1
    )
    SELECT count(*) FROM told
$$;

CREATE FUNCTION committees_projects_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_searchdocument WHERE kind = 'project'
            AND key IN (SELECT public_id::text FROM it_was WHERE public_id IS NOT NULL);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM committees_find_projects(ARRAY(SELECT decision_id FROM now_is WHERE public_id IS NOT NULL));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER committees_projects_found_new AFTER INSERT ON committees_publisheddecision
    REFERENCING NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION committees_projects_found();
CREATE TRIGGER committees_projects_found_again AFTER UPDATE ON committees_publisheddecision
    REFERENCING OLD TABLE AS it_was NEW TABLE AS now_is FOR EACH STATEMENT EXECUTE FUNCTION committees_projects_found();
CREATE TRIGGER committees_projects_found_gone AFTER DELETE ON committees_publisheddecision
    REFERENCING OLD TABLE AS it_was FOR EACH STATEMENT EXECUTE FUNCTION committees_projects_found();
SELECT committees_find_projects(NULL);
"""
BACKWARD = """
DROP FUNCTION committees_projects_found CASCADE;
DROP FUNCTION committees_find_projects;
DELETE FROM search_searchdocument WHERE kind = 'project';
"""


class Migration(migrations.Migration):
    dependencies = [("committees", "0004_guard_the_vote"), ("search", "0002_documents")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
