"""The roots of the site: one front page, its two lists, and what the two groups of Wagtail may do with our tables.

Wagtail's own first page (« Welcome ») gives its place to ours.
"""

import uuid

from django.db import migrations

TREE = (
    # path, depth, children, model, title, slug, url
    ("00010001", 2, 2, "frontpage", "Accueil", "accueil", "/accueil/"),
    ("000100010001", 3, 0, "newsshelf", "Actualités", "actualites", "/accueil/actualites/"),
    ("000100010002", 3, 0, "resourceshelf", "Ressources", "ressources", "/accueil/ressources/"),
)
HEADINGS = {
    "news": (("annonce", "Annonce"), ("appel-a-projets", "Appel à projets"), ("retour", "Retour sur une rencontre")),
    "resources": (("guide", "Guide"), ("modele", "Modèle à remplir"), ("etude", "Étude")),
}
MODERATORS_DO = ("add_heading", "change_heading", "delete_heading")


def plant(apps, editor):
    """Only where nothing was planted: the first page of a new site."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page, Site = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Site")
    locale = _french(apps)
    Page.objects.filter(depth=1).update(locale=locale)
    Site.objects.all().delete()
    Page.objects.filter(depth__gte=2).delete()
    front = None
    for path, depth, children, model, title, slug, url in TREE:
        kind, _ = ContentType.objects.get_or_create(app_label="cms", model=model)
        page = apps.get_model("cms", model).objects.create(
            path=path, depth=depth, numchild=children, title=title, draft_title=title, slug=slug, url_path=url,
            content_type=kind, live=True, locale=locale, translation_key=uuid.uuid4(),
        )
        front = front or page
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(hostname="localhost", port=80, site_name="Quartier Libre", root_page_id=front.pk, is_default_site=True)
    Heading = apps.get_model("cms", "Heading")
    Heading.objects.bulk_create(
        Heading(shelf=shelf, slug=slug, label=label) for shelf, some in HEADINGS.items() for slug, label in some
    )


def _french(apps):
    Locale = apps.get_model("wagtailcore", "Locale")
    locale, _ = Locale.objects.get_or_create(language_code="fr")
    apps.get_model("wagtailcore", "Page").objects.update(locale=locale)
    Locale.objects.exclude(pk=locale.pk).delete()
    return locale


def allow(apps, editor):
    """Kinds of pages are kept by whoever publishes; permissions are written now, not after all migrations."""
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="heading")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Moderators")
    for codename in MODERATORS_DO:
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": codename.replace("_", " ")}
        )
        group.permissions.add(permission)


def say_in_french(apps, editor):
    """The one review there is: someone who publishes reads again."""
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(name="Relecture")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_pages"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
        migrations.RunPython(say_in_french, migrations.RunPython.noop),
    ]
