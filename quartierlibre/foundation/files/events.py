from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("files.file.removed", _("Fichier retiré"), public=False),
    EventKind("files.file.downloaded", _("Fichier sensible téléchargé"), public=False),
)
