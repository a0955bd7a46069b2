"""The logo of a funder, kept with the fund that shows it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("files", "0001_private_files"),
        ("funds", "0002_freeze_published_regulations"),
    ]

    operations = [
        migrations.CreateModel(
            name="FunderLogo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile")),
                ("fund", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="funder_logos", to="funds.fund")),
                ("funder", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="logos", to="funds.funder")),
            ],
            options={
                "ordering": ["fund", "funder"],
                "constraints": [models.UniqueConstraint(fields=("fund", "funder"), name="funder_logo_once_per_fund")],
            },
        ),
    ]
