"""Départements, communes, EPCI, and neighbourhoods by vintage."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Departement',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('region_code', models.CharField(blank=True, max_length=3)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Epci',
            fields=[
                ('siren', models.CharField(max_length=9, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(blank=True, max_length=12)),
            ],
            options={
                'ordering': ['name', 'siren'],
            },
        ),
        migrations.CreateModel(
            name='PlaceImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('vintage', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('counts', models.JSONField(default=dict)),
                ('imported_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-imported_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Commune',
            fields=[
                ('insee_code', models.CharField(max_length=5, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('departement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='places.departement')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='places.epci')),
                ('postal_codes', models.JSONField(blank=True, default=list)),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'insee_code'],
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.territory')),
                ('communes', models.ManyToManyField(blank=True, related_name='territories', to='places.commune')),
            ],
        ),
        migrations.CreateModel(
            name='Neighbourhood',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('vintage', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('qpv', 'Quartier prioritaire (QPV)'), ('watch', 'Quartier de veille active'), ('local', 'Quartier défini localement')], default='qpv', max_length=8)),
                ('commune_codes', models.JSONField(blank=True, default=list)),
                ('commune_names', models.JSONField(blank=True, default=list)),
                ('epci_codes', models.JSONField(blank=True, default=list)),
                ('outline', models.JSONField()),
                ('west', models.FloatField()),
                ('south', models.FloatField()),
                ('east', models.FloatField()),
                ('north', models.FloatField()),
                ('was_repaired', models.BooleanField(default=False)),
                ('was_collapsed', models.BooleanField(default=False)),
                ('is_invented', models.BooleanField(default=False)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('communes', models.ManyToManyField(blank=True, related_name='neighbourhoods', to='places.commune')),
            ],
            options={
                'ordering': ['vintage', 'code'],
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['vintage', 'west', 'east'], name='neighbourhood_box'), models.Index(fields=['vintage', 'changed_at'], include=('id',), name='neighbourhood_stamp')],
                'constraints': [models.UniqueConstraint(fields=('code', 'vintage'), name='neighbourhood_once_per_vintage'), models.CheckConstraint(condition=models.Q(('west__lte', models.F('east')), ('south__lte', models.F('north'))), name='neighbourhood_box_is_ordered')],
            },
        ),
        migrations.CreateModel(
            name='NeighbourhoodSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_to_successors', to='places.neighbourhood')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_to_predecessors', to='places.neighbourhood')),
                ('share_of_predecessor', models.FloatField()),
                ('share_of_successor', models.FloatField()),
            ],
            options={
                'ordering': ['predecessor_id', '-share_of_predecessor', 'successor_id'],
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='succession_once'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='succession_links_two_places'), models.CheckConstraint(condition=models.Q(('share_of_predecessor__gte', 0), ('share_of_predecessor__lte', 1), ('share_of_successor__gte', 0), ('share_of_successor__lte', 1)), name='succession_shares_are_parts')],
            },
        ),
        migrations.AddField(
            model_name='neighbourhood',
            name='successors',
            field=models.ManyToManyField(blank=True, related_name='predecessors', through='places.NeighbourhoodSuccession', through_fields=('predecessor', 'successor'), to='places.neighbourhood'),
        ),
    ]
