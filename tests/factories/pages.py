"""Pages as the newsroom makes them."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from quartierlibre.cms.models import (
    FrontPage,
    Heading,
    NewsPage,
    NewsShelf,
    Picture,
    PlainPage,
    ResourcePage,
    ResourceShelf,
)

WORDS = '<p>Trois rencontres pour les habitants, avec <a href="https://exemple.fr/guide">un guide</a>.</p>'


def jpeg(size=(640, 480), color="sienna", *, exif=False):
    content, said = BytesIO(), Image.Exif()
    said[0x010F] = "camera-secret"
    Image.new("RGB", size, color).save(content, "JPEG", **({"exif": said} if exif else {}))
    return content.getvalue()


def picture(words="Des habitants plantent un pommier", size=(640, 480), color="sienna"):
    file = ImageFile(BytesIO(jpeg(size, color)), name="pommier.jpg")
    return Picture.objects.create(title="Pommier", description=words, file=file)


def paper(name="reglement.pdf"):
    return get_document_model().objects.create(title="Règlement", file=ContentFile(b"%PDF-1.4 essai", name=name))


def heading(shelf="news", slug="annonce"):
    return Heading.objects.get(shelf=shelf, slug=slug)


def _add(parent, model, title, *, html=WORDS, publish=True, topics=(), territories=(), **fields):
    page = model(title=title, body=[("text", RichText(html))] if html else [], **fields)
    parent.add_child(instance=page)
    page.topics.set(topics)
    page.territories.set(territories)
    page.save()
    revision = page.save_revision()
    if publish:
        revision.publish()
    else:
        page.live = False
        page.save(update_fields=["live"])
    page.refresh_from_db()
    return page


def news(title="Les fonds ouvrent", **fields):
    return _add(NewsShelf.objects.get(), NewsPage, title, **fields)


def resource(title="Le guide du porteur", **fields):
    return _add(ResourceShelf.objects.get(), ResourcePage, title, **fields)


def plain(title="Qui nous sommes", **fields):
    return _add(FrontPage.objects.get(), PlainPage, title, **fields)


def draft(title="Brouillon"):
    page = NewsPage(title=title, live=False, first_published_at=None)
    NewsShelf.objects.get().add_child(instance=page)
    page.save_revision()
    return page
