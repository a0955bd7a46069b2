"""Each envelope gets a pot for what is promised before the money comes; those that exist get theirs here."""

import django.db.models.deletion
from django.db import migrations, models


def open_pots(apps, schema_editor):
    Account = apps.get_model("ledger", "Account")
    for envelope in apps.get_model("funds", "Envelope").objects.select_related("outside").order_by("pk"):
        stem = envelope.outside.name.rpartition(" · ")[0]
        envelope.ahead = Account.objects.create(name=f"{stem} · promis d’avance", may_go_negative=True)
        envelope.save(update_fields=["ahead"])
    # The keys just written are checked now, not at commit: the column could not become NOT NULL before that.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_freeze_published_regulations"), ("ledger", "0005_refuse_truncate")]
    operations = [
        migrations.AddField(
            model_name="envelope",
            name="ahead",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
        migrations.RunPython(open_pots, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="envelope",
            name="ahead",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
            ),
        ),
    ]
