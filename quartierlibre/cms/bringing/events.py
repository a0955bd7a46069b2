"""What bringing pages over announces."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (EventKind("bringing.page.brought", _("Une page de l’ancien site a été reprise."), public=False),)
