"""Kinds of news and of resources: lists the newsroom keeps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shelf(models.TextChoices):
    NEWS = "news", _("Actualités")
    RESOURCES = "resources", _("Ressources")


class Heading(models.Model):
    """A kind of news (« Appel à projets ») or of resource (« Guide »). `old_id` is its number on the site before."""

    shelf = models.CharField(_("rayon"), max_length=10, choices=Shelf)
    label = models.CharField(_("nom"), max_length=80)
    slug = models.SlugField(_("adresse"), max_length=60)
    old_id = models.CharField(_("ancien numéro"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("type de page")
        verbose_name_plural = _("types de pages")
        ordering = ["shelf", "label"]
        constraints = [models.UniqueConstraint(fields=["shelf", "slug"], name="heading_slug_once_per_shelf")]

    def __str__(self) -> str:
        return self.label
