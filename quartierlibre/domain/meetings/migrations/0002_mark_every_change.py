"""Let the database say when anything the agenda shows has changed, whoever wrote it."""

from django.db import migrations

WATCHED = ("meeting", "programmeitem", "meetingpaper", "meeting_topics", "meeting_funds", "topic", "newstype", "series")
FORWARD = """
CREATE FUNCTION meetings_move_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meetings_agendamark AS mark (id, revision) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET revision = mark.revision + 1;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER meetings_move_mark AFTER INSERT OR UPDATE OR DELETE ON meetings_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION meetings_move_mark();
"""
BACKWARD = "DROP FUNCTION meetings_move_mark() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [
        migrations.RunSQL(FORWARD + "".join(TRIGGER.format(table=table) for table in WATCHED), BACKWARD),
    ]
