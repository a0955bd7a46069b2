from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BringingConfig(AppConfig):
    name = "quartierlibre.cms.bringing"
    label = "bringing"
    verbose_name = _("Reprise d’un ancien site")
