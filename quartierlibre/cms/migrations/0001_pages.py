"""What is written: news, resources, pages, and the words around them."""

import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('meetings', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('places', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrontPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('banner', models.CharField(blank=True, max_length=200, verbose_name='bandeau')),
                ('banner_url', models.CharField(blank=True, max_length=400, verbose_name='lien du bandeau')),
                ('banner_until', models.DateField(blank=True, help_text='Ce jour compris.', null=True, verbose_name='jusqu’au')),
                ('news_shown', models.PositiveSmallIntegerField(default=3, verbose_name='actualités à l’accueil')),
            ],
            options={
                'verbose_name': 'accueil',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsShelf',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.TextField(blank=True, max_length=400, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'liste des actualités',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ResourceShelf',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.TextField(blank=True, max_length=400, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'liste des ressources',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shelf', models.CharField(choices=[('news', 'Actualités'), ('resources', 'Ressources')], max_length=10, verbose_name='rayon')),
                ('label', models.CharField(max_length=80, verbose_name='nom')),
                ('slug', models.SlugField(max_length=60, verbose_name='adresse')),
                ('old_id', models.CharField(blank=True, max_length=40, verbose_name='ancien numéro')),
            ],
            options={
                'verbose_name': 'type de page',
                'verbose_name_plural': 'types de pages',
                'ordering': ['shelf', 'label'],
                'constraints': [models.UniqueConstraint(fields=('shelf', 'slug'), name='heading_slug_once_per_shelf')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('description', models.CharField(help_text='Ce que l’image montre, pour qui ne la voit pas : « Six habitants plantent un pommier ».', max_length=255, verbose_name='texte de remplacement')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='donnée par')),
                ('credit', models.CharField(blank=True, help_text='Qui l’a faite : « Photo : … ».', max_length=120, verbose_name='crédit')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='picture_says_what_it_shows')],
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='Deux phrases, montrées dans les listes.', max_length=600, verbose_name='chapô')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.picture', verbose_name='image')),
                ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('quote', 6), ('note', 9), ('paper', 12)], blank=True, block_lookup={0: ('quartierlibre.cms.blocks.TextBlock', (), {}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Légende', 'max_length': 240, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Paroles'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'De qui', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('words', 4), ('who', 5)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Titre', 'max_length': 120, 'required': False}), 8: ('quartierlibre.cms.blocks.TextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Texte'}), 9: ('wagtail.blocks.StructBlock', [[('title', 7), ('words', 8)]], {}), 10: ('quartierlibre.cms.blocks.PaperChooserBlock', (), {'label': 'Document'}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Ce que c’est', 'max_length': 160, 'required': False}), 12: ('wagtail.blocks.StructBlock', [[('paper', 10), ('label', 11)]], {})}, verbose_name='contenu')),
                ('dated', models.DateTimeField(blank=True, help_text='Vide : le jour de la première publication.', null=True, verbose_name='date affichée')),
                ('source_url', models.URLField(blank=True, max_length=400, verbose_name='adresse d’origine')),
                ('old_path', models.CharField(blank=True, editable=False, max_length=400)),
                ('territories', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='places.territory', verbose_name='territoires')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='meetings.topic', verbose_name='thématiques')),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PlainPage',
            fields=[
                ('article_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.article')),
            ],
            options={
                'verbose_name': 'page simple',
                'verbose_name_plural': 'pages simples',
            },
            bases=('cms.article',),
        ),
        migrations.CreateModel(
            name='PictureRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.picture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='rendition_once')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name='RelatedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_pages', to='cms.article')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page', verbose_name='page')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('article_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.article')),
                ('heading', models.ForeignKey(blank=True, limit_choices_to={'shelf': 'news'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.heading', verbose_name='type d’actualité')),
            ],
            options={
                'verbose_name': 'actualité',
                'verbose_name_plural': 'actualités',
            },
            bases=('cms.article',),
        ),
        migrations.CreateModel(
            name='ResourcePage',
            fields=[
                ('article_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.article')),
                ('heading', models.ForeignKey(blank=True, limit_choices_to={'shelf': 'resources'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.heading', verbose_name='type de ressource')),
            ],
            options={
                'verbose_name': 'ressource',
                'verbose_name_plural': 'ressources',
            },
            bases=('cms.article',),
        ),
        migrations.CreateModel(
            name='MenuLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('front', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='menu_links', to='cms.frontpage')),
                ('label', models.CharField(max_length=40, verbose_name='mots du lien')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.page', verbose_name='page')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='ou adresse du site')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('target__isnull', False), ('path', '')), models.Q(('target', None), ('path__startswith', '/')), _connector='OR'), name='menu_link_goes_somewhere', violation_error_message='Choisissez une page, ou écrivez une adresse qui commence par « / ».')],
            },
        ),
    ]
