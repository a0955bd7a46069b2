"""Accents and ligatures put aside by PostgreSQL's core alone: the `unaccent` extension is not everywhere.

Both bodies are parsed when they are created: a dump is restored whatever the search path.
"""

from django.db import migrations

UNACCENT = r"""
CREATE OR REPLACE FUNCTION ql_unaccent(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    normalize(replace(replace(replace(replace(said, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), NFD),
    '[\u0300-\u036f]', '', 'g'
)
"""
# The title twice: its stems, and its words as they are, which the beginning of a word finds. Territories are words too
# (« @12 », « @ » for everywhere; no reader's question can hold one): one walk of the index answers for both.
WORDS = """
CREATE FUNCTION ql_search_words(title text, body text, territories bigint[])
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('french'::regconfig, ql_unaccent(title)), 'A')
    || setweight(to_tsvector('simple'::regconfig, ql_unaccent(title)), 'A')
    || setweight(to_tsvector('french'::regconfig, ql_unaccent(body)), 'C')
    || array_to_tsvector(CASE WHEN territories = '{}' THEN ARRAY['@']
        ELSE ARRAY(SELECT '@' || each FROM unnest(territories) AS each) END)
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(UNACCENT, "DROP FUNCTION ql_unaccent(text)"),
        migrations.RunSQL(WORDS, "DROP FUNCTION ql_search_words(text, text, bigint[])"),
    ]
