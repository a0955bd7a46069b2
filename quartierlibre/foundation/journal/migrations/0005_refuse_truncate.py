"""Refuse to empty the journal by accident (`flush`, a wrong window): row triggers do not see TRUNCATE.

A guard against accidents, not against an owner of the tables: in production the application connects with a role that does
not own them. Whoever means it says `SET quartierlibre.may_truncate = on`.
"""

from django.db import migrations

TABLES = ("journal_event", "journal_head")
FORWARD = """
CREATE FUNCTION journal_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('quartierlibre.may_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION journal_refuse_truncate();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_never_emptied ON {table};\n" for table in TABLES)
BACKWARD += "DROP FUNCTION journal_refuse_truncate;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_guard_the_heads")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
