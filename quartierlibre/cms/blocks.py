"""What a page may be made of: a closed list, so that every page reads, prints and is understood alike."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageChooserBlock

WRITING = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Texte")
        icon = "pilcrow"
        template = "cms/blocks/text.html"

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": WRITING, **options})


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Légende"), required=False, max_length=240)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "cms/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Paroles"))
    who = blocks.CharBlock(label=_("De qui"), required=False, max_length=120)

    class Meta:
        label = _("Citation")
        icon = "openquote"
        template = "cms/blocks/quote.html"


class NoteBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre"), required=False, max_length=120)
    words = TextBlock(label=_("Texte"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        label = _("Encadré")
        icon = "info-circle"
        template = "cms/blocks/note.html"


class PaperChooserBlock(blocks.ChooserBlock):
    """Wagtail's own would load every list of its screens in processes that never edit."""

    @cached_property
    def target_model(self) -> Any:
        return get_document_model()

    @cached_property
    def widget(self) -> Any:
        from wagtail.documents.widgets import AdminDocumentChooser

        return AdminDocumentChooser()


class PaperBlock(blocks.StructBlock):
    paper = PaperChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Ce que c’est"), required=False, max_length=160)

    class Meta:
        label = _("Document à télécharger")
        icon = "doc-full"
        template = "cms/blocks/paper.html"


class BodyBlock(blocks.StreamBlock):
    text = TextBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    note = NoteBlock()
    paper = PaperBlock()
