from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Wagtail would write to editors from the request itself; here e-mails leave by the outbox or not at all.
SILENT = ("task", "workflow_state")


class CmsConfig(AppConfig):
    name = "quartierlibre.cms"
    label = "cms"
    verbose_name = _("Le site")

    def ready(self) -> None:
        from quartierlibre.cms import signals

        signals.listen()
