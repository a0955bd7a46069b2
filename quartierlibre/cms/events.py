"""What the newsroom announces: a page goes from who wrote it to who publishes, and back."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("cms.page.submitted", _("Une page attend d’être relue."), public=False),
    EventKind("cms.page.sent_back", _("Une page relue est à reprendre."), public=False),
    EventKind("cms.page.approved", _("Une page relue a été acceptée."), public=False),
)
