"""What the journal says of applications. Its data holds ids, dates and amounts; never a name nor a word typed."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("applications.draft.opened", _("Un brouillon a été commencé."), public=False),
    EventKind("applications.code.asked", _("Un nouveau code de reprise a été demandé."), public=False),
    EventKind(
        "applications.code.renewed", _("Un code de reprise a été remis à la personne par l’équipe."), public=False
    ),
    EventKind("applications.draft.resumed", _("Un dossier a été rouvert avec son code."), public=False),
    EventKind("applications.agreement.recorded", _("L’accord de la personne aidée a été noté."), public=False),
    EventKind("applications.document.added", _("Une pièce a été jointe."), public=False),
    EventKind("applications.document.removed", _("Une pièce a été retirée par son auteur."), public=False),
    EventKind("applications.application.submitted", _("Un dossier a été déposé."), public=False),
    EventKind("applications.application.entered", _("Une fiche papier a été saisie et déposée."), public=False),
    EventKind("applications.application.completed", _("Un dossier déposé a été complété."), public=False),
    EventKind("applications.application.withdrawn", _("Un dossier a été retiré par son porteur."), public=False),
    EventKind("applications.application.decided", _("La décision du comité a été notée."), public=False),
    EventKind("applications.application.adjourned", _("Le comité a ajourné sa décision."), public=False),
    EventKind("applications.application.seen", _("Un dossier a été ouvert pour la première fois."), public=False),
    EventKind("applications.person.told", _("La personne a été prévenue de vive voix ou par courrier."), public=False),
    EventKind("applications.form.published", _("Une version du formulaire a été publiée."), public=False),
)
