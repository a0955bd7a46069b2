"""Remember which page of an older site became what."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('meetings', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(max_length=600, unique=True)),
                ('source_url', models.CharField(blank=True, max_length=500)),
                ('file_name', models.CharField(max_length=255)),
                ('digest', models.CharField(max_length=64)),
                ('written', models.CharField(max_length=64)),
                ('source_modified', models.DateTimeField(blank=True, null=True)),
                ('brought_at', models.DateTimeField(auto_now=True)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meeting')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('meeting__isnull', False), ('page', None)), models.Q(('meeting', None), ('page__isnull', False)), _connector='OR'), name='brought_page_became_one_thing')],
            },
        ),
    ]
