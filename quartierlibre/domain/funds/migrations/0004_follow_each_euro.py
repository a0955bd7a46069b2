"""Where each euro promised and each euro received stands: commitments, purses, calls, settlements."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_private_files"),
        ("funds", "0003_promised_ahead"),
        ("ledger", "0005_refuse_truncate"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="contribution",
            options={"ordering": ["fund_year", "purpose", "funder", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="contribution_once",
        ),
        migrations.AddField(
            model_name="contribution",
            name="carried_from",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="funds.contribution",
            ),
        ),
        migrations.AddField(
            model_name="fundyear",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="fundyear",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fundyear",
            name="closing_note",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="contributionpayment",
            name="envelope",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="funds.envelope",
            ),
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("granted_cents", models.PositiveBigIntegerField()),
                ("released_cents", models.PositiveBigIntegerField(default=0)),
                ("paid_cents", models.PositiveBigIntegerField(default=0)),
                ("recovered_cents", models.PositiveBigIntegerField(default=0)),
                (
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="funds.envelope"
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="ledger.entry"
                    ),
                ),
            ],
            options={
                "ordering": ["reservation", "envelope"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            (
                                "granted_cents__gt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("released_cents"), "+", models.F("paid_cents")
                                ),
                            )
                        ),
                        fields=["envelope"],
                        name="commitment_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reservation", "envelope"), name="commitment_once_per_envelope"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_cents__gt", 0),
                            (
                                "granted_cents__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("released_cents"), "+", models.F("paid_cents")
                                ),
                            ),
                        ),
                        name="commitment_never_exceeded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recovered_cents__lte", models.F("paid_cents"))),
                        name="recovered_at_most_what_was_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("amount_cents", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expected", to="funds.contribution"
                    ),
                ),
            ],
            options={
                "ordering": ["contribution", "due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents", None), ("amount_cents__gt", 0), _connector="OR"),
                        name="expected_payment_is_positive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundsCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("amount_cents", models.PositiveBigIntegerField()),
                ("called_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=120)),
                (
                    "called_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="funds.contribution"
                    ),
                ),
            ],
            options={
                "ordering": ["contribution", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("contribution", "number"), name="funds_call_number_once"),
                    models.CheckConstraint(condition=models.Q(("amount_cents__gt", 0)), name="funds_call_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on", None), ("due_on__gte", models.F("called_on")), _connector="OR"),
                        name="funds_call_is_due_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Purse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cash",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="purses", to="funds.contribution"
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purses",
                        to="funds.envelope",
                    ),
                ),
                (
                    "given",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "spent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
            ],
            options={
                "ordering": ["contribution", "envelope"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contribution", "envelope"), name="purse_once_per_envelope", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("released", "Revenu au fonds sans avoir été versé"),
                            ("paid", "Versé"),
                            ("recovered", "Rendu par le bénéficiaire"),
                            ("reversed", "Versement annulé"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="funds.commitment"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "funders_entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ["commitment", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("funders_entry", None), ("kind", "released")),
                            models.Q(models.Q(("kind", "released"), _negated=True), ("funders_entry__isnull", False)),
                            _connector="OR",
                        ),
                        name="money_out_or_back_has_its_funders",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunningCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=160)),
                ("spent_on", models.DateField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="running_costs", to="funds.purse"
                    ),
                ),
            ],
            options={
                "ordering": ["purse", "spent_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("carry", "Reporté sur l’année suivante"),
                            ("deduct", "Déduit du prochain versement"),
                            ("repay", "Rendu au financeur"),
                        ],
                        max_length=6,
                    ),
                ),
                ("amount_cents", models.PositiveBigIntegerField()),
                ("because", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "envelope_entry",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="funds.purse"
                    ),
                ),
                (
                    "purse_entry",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "to_purse",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_from",
                        to="funds.purse",
                    ),
                ),
            ],
            options={
                "ordering": ["purse", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_cents__gt", 0)), name="settlement_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "repay"), ("to_purse", None)),
                            models.Q(models.Q(("choice", "repay"), _negated=True), ("to_purse__isnull", False)),
                            _connector="OR",
                        ),
                        name="settled_money_goes_somewhere",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("carried_from", None)),
                fields=("fund_year", "funder", "sector", "purpose"),
                name="contribution_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="fundyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="closed_year_has_its_date",
            ),
        ),
    ]
