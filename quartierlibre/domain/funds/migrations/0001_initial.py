"""Schemes, funds, their years, rulebooks, envelopes, and who pays: each euro followed twice."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_private_files'),
        ('ledger', '0006_total_months'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Funder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, unique=True)),
                ('kind', models.CharField(choices=[('region', 'Région'), ('commune', 'Commune'), ('epci', 'Intercommunalité'), ('state', 'État'), ('landlord', 'Bailleur social'), ('other', 'Autre')], max_length=10)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('short_name', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ThemeSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('owner', models.CharField(max_length=120)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('min_themes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('max_themes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('announced_count', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('unknown', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['valid_from', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('min_themes', None), ('max_themes', None), ('max_themes__gte', models.F('min_themes')), _connector='OR'), name='theme_set_cardinality_is_ordered'), models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='theme_set_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('theme_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='funds.themeset')),
                ('code', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=160)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['theme_set', 'position', 'code'],
                'constraints': [models.UniqueConstraint(fields=('theme_set', 'code'), name='theme_code_once_per_set')],
            },
        ),
        migrations.CreateModel(
            name='ThemeMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_to', to='funds.theme')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_from', to='funds.theme')),
                ('note', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['origin', 'target'],
                'constraints': [models.UniqueConstraint(fields=('origin', 'target'), name='theme_mapping_once'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='theme_mapping_says_it_is_a_choice')],
            },
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='funds.scheme')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='places.territory')),
                ('name', models.CharField(max_length=120)),
                ('manager_name', models.CharField(blank=True, max_length=160)),
                ('contact_name', models.CharField(blank=True, max_length=120)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=20)),
                ('contact_place', models.CharField(blank=True, max_length=200)),
                ('presentation', models.TextField(blank=True)),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('is_reference', models.BooleanField(default=False)),
                ('neighbourhoods', models.ManyToManyField(blank=True, related_name='funds', to='places.neighbourhood')),
                ('communes', models.ManyToManyField(blank=True, related_name='funds', to='places.commune')),
            ],
            options={
                'ordering': ['name', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on', None), models.Q(('closed_on__gte', models.F('opened_on')), ('opened_on__isnull', False)), _connector='OR'), name='fund_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='FundYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='funds.fund')),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('preparing', 'En préparation'), ('open', 'Ouverte'), ('closed', 'Close')], default='preparing', max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('closed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closing_note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['fund', '-year'],
                'constraints': [models.UniqueConstraint(fields=('fund', 'year'), name='fund_year_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='closed_year_has_its_date')],
            },
        ),
        migrations.CreateModel(
            name='Regulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regulations', to='funds.fund')),
                ('version', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('adopted_on', models.DateField(blank=True, null=True)),
                ('adopted_by', models.CharField(blank=True, max_length=200)),
                ('effective_from', models.DateField(blank=True, null=True)),
                ('effective_to', models.DateField(blank=True, null=True)),
                ('dates_note', models.CharField(blank=True, max_length=300)),
                ('theme_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='regulations', to='funds.themeset')),
                ('rules', models.JSONField(blank=True, default=dict)),
                ('sources', models.JSONField(blank=True, default=dict)),
                ('unknown', models.JSONField(blank=True, default=list)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='regulations_published', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['fund', '-version'],
                'constraints': [models.UniqueConstraint(fields=('fund', 'version'), name='regulation_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='regulation_version_is_positive'), models.CheckConstraint(condition=models.Q(('effective_from', None), ('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='regulation_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sectors', to='funds.fund')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('neighbourhoods', models.ManyToManyField(blank=True, related_name='sectors', to='places.neighbourhood')),
                ('communes', models.ManyToManyField(blank=True, related_name='sectors', to='places.commune')),
            ],
            options={
                'ordering': ['fund', 'position', 'slug'],
                'constraints': [models.UniqueConstraint(fields=('fund', 'slug'), name='sector_slug_once_per_fund')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='funds.fundyear')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='funds.funder')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='funds.sector')),
                ('purpose', models.CharField(choices=[('projects', 'Projets'), ('engineering', 'Animation et gestion')], default='projects', max_length=12)),
                ('amount_cents', models.BigIntegerField(blank=True, null=True)),
                ('share_percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('regrant_allowed', models.BooleanField(blank=True, null=True)),
                ('clause_reference', models.CharField(blank=True, max_length=200)),
                ('agreement_reference', models.CharField(blank=True, max_length=120)),
                ('agreement_date', models.DateField(blank=True, null=True)),
                ('carried_from', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='funds.contribution')),
            ],
            options={
                'ordering': ['fund_year', 'purpose', 'funder', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('carried_from', None)), fields=('fund_year', 'funder', 'sector', 'purpose'), name='contribution_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gt', 0), _connector='OR'), name='contribution_is_positive'), models.CheckConstraint(condition=models.Q(('share_percent', None), models.Q(('share_percent__gt', 0), ('share_percent__lte', 100)), _connector='OR'), name='contribution_share_is_a_percentage')],
            },
        ),
        migrations.CreateModel(
            name='FundsCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='funds.contribution')),
                ('number', models.PositiveSmallIntegerField()),
                ('amount_cents', models.PositiveBigIntegerField()),
                ('called_on', models.DateField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('reference', models.CharField(blank=True, max_length=120)),
                ('called_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['contribution', 'number'],
                'constraints': [models.UniqueConstraint(fields=('contribution', 'number'), name='funds_call_number_once'), models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='funds_call_is_positive'), models.CheckConstraint(condition=models.Q(('due_on', None), ('due_on__gte', models.F('called_on')), _connector='OR'), name='funds_call_is_due_later')],
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='funds.fundyear')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='funds.sector')),
                ('outside', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('available', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('reserved', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('paid', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('ahead', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
            ],
            options={
                'ordering': ['fund_year', 'sector__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('fund_year', 'sector'), name='envelope_once_per_sector', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Purse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purses', to='funds.contribution')),
                ('envelope', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purses', to='funds.envelope')),
                ('given', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('cash', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('spent', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('justified_cents', models.BigIntegerField(db_default=0, default=0, editable=False)),
            ],
            options={
                'ordering': ['contribution', 'envelope'],
                'constraints': [models.UniqueConstraint(fields=('contribution', 'envelope'), name='purse_once_per_envelope', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='RunningCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='running_costs', to='funds.purse')),
                ('label', models.CharField(max_length=160)),
                ('spent_on', models.DateField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'ordering': ['spent_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='funds.purse')),
                ('choice', models.CharField(choices=[('carry', 'Reporté sur l’année suivante'), ('deduct', 'Déduit du prochain versement'), ('repay', 'Rendu au financeur')], max_length=6)),
                ('amount_cents', models.PositiveBigIntegerField()),
                ('because', models.CharField(blank=True, max_length=300)),
                ('envelope_entry', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('purse_entry', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('to_purse', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='came_from', to='funds.purse')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_cents__gt', 0)), name='settlement_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('choice', 'repay'), ('to_purse', None)), models.Q(models.Q(('choice', 'repay'), _negated=True), ('to_purse__isnull', False)), _connector='OR'), name='settled_money_goes_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='ContributionPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.contribution')),
                ('envelope', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.envelope')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
            ],
            options={
                'ordering': ['contribution', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reservation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='ledger.entry')),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='funds.envelope')),
                ('granted_cents', models.PositiveBigIntegerField()),
                ('released_cents', models.PositiveBigIntegerField(default=0)),
                ('paid_cents', models.PositiveBigIntegerField(default=0)),
                ('recovered_cents', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'ordering': ['reservation', 'envelope'],
                'indexes': [models.Index(condition=models.Q(('granted_cents__gt', django.db.models.expressions.CombinedExpression(models.F('released_cents'), '+', models.F('paid_cents')))), fields=['envelope'], name='commitment_open')],
                'constraints': [models.UniqueConstraint(fields=('reservation', 'envelope'), name='commitment_once_per_envelope'), models.CheckConstraint(condition=models.Q(('granted_cents__gt', 0), ('granted_cents__gte', django.db.models.expressions.CombinedExpression(models.F('released_cents'), '+', models.F('paid_cents')))), name='commitment_never_exceeded'), models.CheckConstraint(condition=models.Q(('recovered_cents__lte', models.F('paid_cents'))), name='recovered_at_most_what_was_paid')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='funds.commitment')),
                ('kind', models.CharField(choices=[('released', 'Revenu au fonds sans avoir été versé'), ('paid', 'Versé'), ('recovered', 'Rendu par le bénéficiaire'), ('reversed', 'Versement annulé')], max_length=10)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('funders_entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
            ],
            options={
                'ordering': ['commitment', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('funders_entry', None), ('kind', 'released')), models.Q(models.Q(('kind', 'released'), _negated=True), ('funders_entry__isnull', False)), _connector='OR'), name='money_out_or_back_has_its_funders')],
            },
        ),
        migrations.CreateModel(
            name='ExpectedPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected', to='funds.contribution')),
                ('label', models.CharField(max_length=120)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('amount_cents', models.PositiveBigIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['contribution', 'due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gt', 0), _connector='OR'), name='expected_payment_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='FunderContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funder_contacts', to='funds.fund')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='funds.funder')),
                ('name', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(max_length=254)),
            ],
            options={
                'ordering': ['fund', 'funder', 'email'],
                'constraints': [models.UniqueConstraint(fields=('fund', 'funder', 'email'), name='funder_contact_once')],
            },
        ),
    ]
