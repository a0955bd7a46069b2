"""Funds, fund years, envelopes, funders, rulebooks and theme sets."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('projects', 'Projets'), ('engineering', 'Animation et gestion')], default='projects', max_length=12)),
                ('amount_cents', models.BigIntegerField(blank=True, null=True)),
                ('share_percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('regrant_allowed', models.BooleanField(blank=True, null=True)),
                ('clause_reference', models.CharField(blank=True, max_length=200)),
                ('agreement_reference', models.CharField(blank=True, max_length=120)),
                ('agreement_date', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['fund_year', 'purpose', 'funder'],
            },
        ),
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
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('label', models.CharField(max_length=160)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['theme_set', 'position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('available', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('outside', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('paid', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('reserved', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
            ],
            options={
                'ordering': ['fund_year', 'sector__position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ContributionPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.contribution')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.entry')),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.envelope')),
            ],
            options={
                'ordering': ['contribution', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
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
                ('communes', models.ManyToManyField(blank=True, related_name='funds', to='places.commune')),
                ('neighbourhoods', models.ManyToManyField(blank=True, related_name='funds', to='places.neighbourhood')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='places.territory')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='funds', to='funds.scheme')),
            ],
            options={
                'ordering': ['name', 'slug'],
            },
        ),
        migrations.AddField(
            model_name='contribution',
            name='funder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='funds.funder'),
        ),
        migrations.CreateModel(
            name='FundYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('preparing', 'En préparation'), ('open', 'Ouverte'), ('closed', 'Close')], default='preparing', max_length=10)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='years', to='funds.fund')),
            ],
            options={
                'ordering': ['fund', '-year'],
            },
        ),
        migrations.AddField(
            model_name='envelope',
            name='fund_year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='funds.fundyear'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='fund_year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='funds.fundyear'),
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('communes', models.ManyToManyField(blank=True, related_name='sectors', to='places.commune')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sectors', to='funds.fund')),
                ('neighbourhoods', models.ManyToManyField(blank=True, related_name='sectors', to='places.neighbourhood')),
            ],
            options={
                'ordering': ['fund', 'position', 'slug'],
            },
        ),
        migrations.AddField(
            model_name='envelope',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='funds.sector'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='funds.sector'),
        ),
        migrations.CreateModel(
            name='ThemeMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=300)),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_to', to='funds.theme')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_from', to='funds.theme')),
            ],
            options={
                'ordering': ['origin', 'target'],
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
        migrations.AddField(
            model_name='theme',
            name='theme_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='funds.themeset'),
        ),
        migrations.CreateModel(
            name='Regulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('adopted_on', models.DateField(blank=True, null=True)),
                ('adopted_by', models.CharField(blank=True, max_length=200)),
                ('effective_from', models.DateField(blank=True, null=True)),
                ('effective_to', models.DateField(blank=True, null=True)),
                ('dates_note', models.CharField(blank=True, max_length=300)),
                ('rules', models.JSONField(blank=True, default=dict)),
                ('sources', models.JSONField(blank=True, default=dict)),
                ('unknown', models.JSONField(blank=True, default=list)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regulations', to='funds.fund')),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='regulations_published', to=settings.AUTH_USER_MODEL)),
                ('theme_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='regulations', to='funds.themeset')),
            ],
            options={
                'ordering': ['fund', '-version'],
            },
        ),
        migrations.AddConstraint(
            model_name='fundyear',
            constraint=models.UniqueConstraint(fields=('fund', 'year'), name='fund_year_once'),
        ),
        migrations.AddConstraint(
            model_name='fund',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), models.Q(('closed_on__gte', models.F('opened_on')), ('opened_on__isnull', False)), _connector='OR'), name='fund_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='sector',
            constraint=models.UniqueConstraint(fields=('fund', 'slug'), name='sector_slug_once_per_fund'),
        ),
        migrations.AddConstraint(
            model_name='envelope',
            constraint=models.UniqueConstraint(fields=('fund_year', 'sector'), name='envelope_once_per_sector', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('fund_year', 'funder', 'sector', 'purpose'), name='contribution_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('amount_cents', None), ('amount_cents__gt', 0), _connector='OR'), name='contribution_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('share_percent', None), models.Q(('share_percent__gt', 0), ('share_percent__lte', 100)), _connector='OR'), name='contribution_share_is_a_percentage'),
        ),
        migrations.AddConstraint(
            model_name='thememapping',
            constraint=models.UniqueConstraint(fields=('origin', 'target'), name='theme_mapping_once'),
        ),
        migrations.AddConstraint(
            model_name='thememapping',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='theme_mapping_says_it_is_a_choice'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('theme_set', 'code'), name='theme_code_once_per_set'),
        ),
        migrations.AddConstraint(
            model_name='regulation',
            constraint=models.UniqueConstraint(fields=('fund', 'version'), name='regulation_version_once'),
        ),
        migrations.AddConstraint(
            model_name='regulation',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='regulation_version_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='regulation',
            constraint=models.CheckConstraint(condition=models.Q(('effective_from', None), ('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='regulation_ends_after_it_starts'),
        ),
    ]
