"""Meetings, their programme, and who registers."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_private_files'),
        ('funds', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='NewsType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('old_id', models.PositiveIntegerField(blank=True, null=True, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('old_id', models.PositiveIntegerField(blank=True, null=True, unique=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('aims', models.TextField(blank=True)),
                ('required_days', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('summary', models.TextField(blank=True)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_series', to='places.territory')),
            ],
            options={
                'verbose_name_plural': 'series',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('pic_lab', 'PIC Lab'), ('training', 'Journée de formation'), ('network', 'Rencontre de réseau'), ('assembly', 'Assemblée'), ('other', 'Rencontre')], default='other', max_length=10)),
                ('state', models.CharField(choices=[('draft', 'Brouillon'), ('published', 'Publiée'), ('cancelled', 'Annulée'), ('postponed', 'Reportée'), ('archived', 'Archivée')], default='draft', max_length=10)),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.series')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='places.territory')),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='places.commune')),
                ('organiser', models.CharField(blank=True, max_length=200)),
                ('partners', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('welcome_at', models.DateTimeField(blank=True, null=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('has_hour', models.BooleanField(default=True)),
                ('last_moment', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('ends_at', 'starts_at'), output_field=models.DateTimeField())),
                ('previous_starts_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('mode', models.CharField(choices=[('on_site', 'Sur place'), ('remote', 'À distance'), ('both', 'Sur place et à distance')], default='on_site', max_length=8)),
                ('remote_url', models.URLField(blank=True, max_length=500)),
                ('venue_name', models.CharField(blank=True, max_length=200)),
                ('venue_address', models.CharField(blank=True, max_length=200)),
                ('town', models.CharField(blank=True, max_length=120)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('access_notes', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('news_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.newstype')),
                ('source_url', models.URLField(blank=True, max_length=500, null=True, unique=True)),
                ('first_published_at', models.DateTimeField(blank=True, null=True)),
                ('modified_at', models.DateTimeField(blank=True, null=True)),
                ('publish_at', models.DateTimeField(blank=True, null=True)),
                ('state_note', models.TextField(blank=True)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('topics', models.ManyToManyField(blank=True, related_name='meetings', to='meetings.topic')),
                ('funds', models.ManyToManyField(blank=True, related_name='meetings', to='funds.fund')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['published', 'cancelled', 'postponed'])), fields=['starts_at', 'id'], name='meeting_agenda'), models.Index(condition=models.Q(('state__in', ['published', 'cancelled', 'postponed'])), fields=['last_moment'], name='meeting_past'), models.Index(condition=models.Q(('state__in', ['published', 'cancelled', 'postponed'])), fields=['territory', 'starts_at', 'id'], name='meeting_of_territory'), models.Index(condition=models.Q(('state__in', ['published', 'cancelled', 'postponed'])), fields=['kind', 'starts_at', 'id'], name='meeting_of_kind'), models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='meeting_to_publish')],
                'constraints': [models.CheckConstraint(condition=models.Q(('welcome_at', None), ('welcome_at__lte', models.F('starts_at')), _connector='OR'), name='meeting_welcomes_before_it_starts'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='meeting_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('first_published_at__isnull', False), _connector='OR'), name='published_meeting_has_its_date'), models.CheckConstraint(condition=models.Q(('publish_at', None), ('state', 'draft'), _connector='OR'), name='only_a_draft_waits_to_be_published'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='meeting_point_is_whole'), models.CheckConstraint(condition=models.Q(('has_hour', True), models.Q(('ends_at__isnull', False), ('welcome_at', None)), _connector='OR'), name='meeting_without_hour_is_whole_days'), models.CheckConstraint(condition=models.Q(('source_url', ''), _negated=True), name='meeting_source_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='desk', to='meetings.meeting')),
                ('opens_at', models.DateTimeField(blank=True, null=True)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('seats', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(20000)])),
                ('taken', models.PositiveIntegerField(default=0, editable=False)),
                ('last_number', models.PositiveIntegerField(default=0, editable=False)),
                ('party_most', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)])),
                ('answer_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MinValueValidator(1)])),
                ('remind_days', models.PositiveSmallIntegerField(default=3)),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('interpreter', 'Interprète'), ('child_care', 'Garde d’enfants'), ('transport', 'Transport'), ('meal', 'Repas'), ('access', 'Accès et confort (fauteuil, boucle auditive…)')], max_length=12), blank=True, default=list, size=None)),
                ('contact', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seats', None), ('taken__lte', models.F('seats')), _connector='OR'), name='desk_never_overfull'), models.CheckConstraint(condition=models.Q(('opens_at', None), ('closes_at', None), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='desk_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='meetings.training')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.territory')),
                ('desk', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cycle', to='meetings.desk')),
            ],
            options={
                'ordering': ['training', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AudienceCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='meetings.desk')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('quota', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(20000)])),
                ('taken', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name_plural': 'audience categories',
                'ordering': ['desk', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('desk', 'name'), name='audience_named_once'), models.CheckConstraint(condition=models.Q(('quota', None), ('taken__lte', models.F('quota')), _connector='OR'), name='quota_never_exceeded')],
            },
        ),
        migrations.CreateModel(
            name='CycleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='meetings.cycle')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cycle_day', to='meetings.meeting')),
            ],
            options={
                'ordering': ['cycle', 'meeting__starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MeetingPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='meetings.meeting')),
                ('moment', models.CharField(choices=[('before', 'Pour préparer'), ('after', 'Pour se souvenir')], default='before', max_length=6)),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('is_public', models.BooleanField(db_default=True, default=True)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_papers', to='files.storedfile')),
            ],
            options={
                'ordering': ['meeting', 'moment', 'order'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'order'), name='meeting_paper_order_once'), models.CheckConstraint(condition=models.Q(models.Q(('url', ''), ('file__isnull', False)), models.Q(models.Q(('url', ''), _negated=True), ('file', None)), _connector='OR'), name='meeting_paper_is_a_file_or_a_link')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme', to='meetings.meeting')),
                ('order', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('welcome', 'Accueil'), ('presentation', 'Présentation'), ('exchange', 'Échanges'), ('carrefour', 'Carrefour'), ('harvest', 'Capitalisation'), ('restitution', 'Restitution'), ('break', 'Pause'), ('closing', 'Clôture'), ('other', 'Autre')], default='other', max_length=12)),
            ],
            options={
                'ordering': ['meeting', 'order'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'order'), name='programme_order_once')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='meetings.desk')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Sur la liste d’attente'), ('offered', 'Place proposée'), ('confirmed', 'Place réservée'), ('lapsed', 'Sans réponse à temps'), ('cancelled', 'Désistement')], max_length=10)),
                ('source', models.CharField(choices=[('online', 'En ligne'), ('desk', 'Par l’équipe'), ('door', 'À l’accueil')], default='online', max_length=8)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answer_by', models.DateTimeField(blank=True, null=True)),
                ('reminded_for', models.DateTimeField(blank=True, null=True)),
                ('must_call', models.BooleanField(default=False)),
                ('thanked_at', models.DateTimeField(blank=True, null=True)),
                ('has_answered', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['desk', 'number'],
                'indexes': [models.Index(condition=models.Q(('state', 'offered')), fields=['answer_by'], name='registration_offers'), models.Index(fields=['desk', 'state', 'number'], name='registration_line'), models.Index(fields=['desk', 'email'], name='registration_email')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'number'), name='registration_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), ('answer_by__isnull', False)), models.Q(models.Q(('state', 'offered'), _negated=True), ('answer_by', None)), _connector='OR'), name='an_offer_has_its_deadline')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='meetings.registration')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('function', models.CharField(blank=True, max_length=120)),
                ('organisation', models.CharField(blank=True, max_length=160)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.territory')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='meetings.audiencecategory')),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('interpreter', 'Interprète'), ('child_care', 'Garde d’enfants'), ('transport', 'Transport'), ('meal', 'Repas'), ('access', 'Accès et confort (fauteuil, boucle auditive…)')], max_length=12), blank=True, default=list, size=None)),
                ('needs_note', models.CharField(blank=True, max_length=300)),
                ('holds_place', models.BooleanField(default=False, editable=False)),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('arrival_told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['registration', 'position'],
                'constraints': [models.UniqueConstraint(fields=('registration', 'position'), name='participant_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='meetings.meeting')),
                ('cycle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='meetings.cycle')),
                ('participant', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificate', to='meetings.participant')),
                ('name_hash', models.CharField(max_length=64)),
                ('days', models.PositiveSmallIntegerField()),
                ('minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cycle', None), ('meeting__isnull', False)), models.Q(('cycle__isnull', False), ('meeting', None)), _connector='OR'), name='certificate_of_a_meeting_or_a_cycle')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='meetings.cycleday')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='meetings.participant')),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['day', 'participant'],
                'constraints': [models.UniqueConstraint(fields=('day', 'participant'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='meetings.meeting')),
                ('question', models.CharField(choices=[('useful', 'Cette rencontre vous a été utile'), ('heard', 'Vous avez pu dire ce que vous vouliez'), ('welcome', 'L’accueil et le lieu convenaient'), ('again', 'Vous reviendriez')], max_length=12)),
                ('mark', models.CharField(choices=[('yes', 'Oui'), ('rather', 'Plutôt oui'), ('rath_not', 'Plutôt non'), ('no', 'Non')], max_length=8)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'ordering': ['meeting', 'question', 'mark'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'question', 'mark'), name='meeting_tally_once')],
            },
        ),
    ]
