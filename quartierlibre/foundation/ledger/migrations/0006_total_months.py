"""Keep what each account gains or loses each month, by reason: a year is read in a few rows."""

import django.db.models.deletion
from django.db import migrations, models

SUMMED = """
SELECT line.account_id, date_trunc('month', entry.at AT TIME ZONE 'Europe/Paris')::date, entry.reason,
    sum(line.amount_cents)
FROM {lines} line JOIN ledger_entry entry ON entry.id = line.entry_id
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
INSERT = "INSERT INTO ledger_monthtotal (account_id, month, reason, cents)" + SUMMED

# The accounts of these lines are already held by `ledger_apply_line`, a row trigger, which fires before: nobody waits here.
FORWARD = f"""
CREATE FUNCTION ledger_add_to_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {INSERT.format(lines="written")}
    ON CONFLICT (account_id, month, reason) DO UPDATE SET cents = ledger_monthtotal.cents + EXCLUDED.cents;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_add_to_months AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_add_to_months();

CREATE FUNCTION ledger_months_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the months of an account follow its lines' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_months_are_kept BEFORE INSERT OR UPDATE OR DELETE ON ledger_monthtotal
    FOR EACH ROW EXECUTE FUNCTION ledger_months_are_kept();
CREATE TRIGGER ledger_monthtotal_never_emptied BEFORE TRUNCATE ON ledger_monthtotal
    EXECUTE FUNCTION ledger_refuse_truncate();
"""
BACKWARD = """
DROP TRIGGER ledger_monthtotal_never_emptied ON ledger_monthtotal;
DROP TRIGGER ledger_months_are_kept ON ledger_monthtotal;
DROP TRIGGER ledger_add_to_months ON ledger_line;
DROP FUNCTION ledger_months_are_kept, ledger_add_to_months;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_refuse_truncate")]
    operations = [
        migrations.CreateModel(
            name="MonthTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("reason", models.CharField(max_length=80)),
                ("cents", models.BigIntegerField(editable=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="months", to="ledger.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "month", "reason"), name="month_total_once")
                ],
            },
        ),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["at"], name="entry_by_day")),
        migrations.RunSQL(INSERT.format(lines="ledger_line") + "; SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
