"""Pictures of the site: none without the words that stand for it."""

from __future__ import annotations

from typing import ClassVar

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from quartierlibre.domain.people.models import Person


class Picture(AbstractImage):
    """A picture and its alternative text, asked for when it is given to the site. Only smaller copies are shown."""

    description = models.CharField(
        _("texte de remplacement"),
        max_length=255,
        help_text=_("Ce que l’image montre, pour qui ne la voit pas : « Six habitants plantent un pommier »."),
    )
    uploaded_by_user = models.ForeignKey(
        Person,
        verbose_name=_("donnée par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    credit = models.CharField(_("crédit"), max_length=120, blank=True, help_text=_("Qui l’a faite : « Photo : … »."))

    admin_form_fields: ClassVar[tuple[str, ...]] = ("title", "file", "description", "credit", "collection", "tags")

    def generate_rendition_file(self, filter: Filter, *, source: File[bytes] | None = None) -> File[bytes]:
        """The library leaves its temporary file open: its bytes are taken and it is closed."""
        with super().generate_rendition_file(filter, source=source) as drawn:
            drawn.seek(0)
            return ContentFile(drawn.read(), name=drawn.name)

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [models.CheckConstraint(name="picture_says_what_it_shows", condition=~models.Q(description=""))]


class PictureRendition(AbstractRendition):
    """A smaller copy, drawn again without what the camera wrote in the file."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]
