"""A late recusal takes voices off the roll; a file waiting for money keeps the reason of its decision to come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("committees", "0004_paper_signature")]
    operations = [
        migrations.AddField(model_name="voter", name="voided_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name="waitingplace", name="conditions", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(model_name="waitingplace", name="reason", field=models.TextField(blank=True, default="")),
    ]
