import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_unaccent'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=255)),
                ('text', models.TextField(blank=True)),
                ('url', models.CharField(max_length=400)),
                ('date', models.DateField(blank=True, null=True)),
                ('territories', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('words', models.GeneratedField(db_persist=True, expression=models.Func('title', 'text', 'territories', function='ql_search_words'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='search_words'), models.Index(models.OrderBy(models.F('date'), descending=True, nulls_last=True), models.F('id'), name='search_newest'), models.Index(models.F('kind'), models.OrderBy(models.F('date'), descending=True, nulls_last=True), models.F('id'), name='search_newest_of_kind')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='search_once')],
            },
        ),
    ]
