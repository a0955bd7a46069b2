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
    EventKind("applications.check.overruled", _("Une personne a passé outre une remarque du règlement."), public=False),
    EventKind("applications.check.restored", _("La remarque du règlement vaut à nouveau."), public=False),
    EventKind("applications.check.answered", _("Une vérification a été faite à la main."), public=False),
    EventKind("applications.correction.asked", _("Une correction a été demandée au porteur."), public=False),
    EventKind("applications.correction.done", _("Le porteur dit que la correction est faite."), public=False),
    EventKind("applications.correction.accepted", _("La correction a été acceptée."), public=False),
    EventKind("applications.correction.cancelled", _("Une demande de correction a été retirée."), public=False),
    EventKind(
        "applications.correction.reminded", _("Un rappel a été envoyé pour une correction en retard."), public=False
    ),
    EventKind("applications.answers.corrected", _("Des réponses ont été corrigées par le porteur."), public=False),
    EventKind("applications.message.sent", _("L’équipe a écrit au porteur."), public=False),
    EventKind("applications.message.received", _("Le porteur a écrit à l’équipe."), public=False),
    EventKind("applications.message.noted", _("Un échange ou une note a été gardé au dossier."), public=False),
    EventKind("applications.thread.read", _("Les messages du porteur ont été lus."), public=False),
    EventKind("applications.opinion.asked", _("Un avis a été demandé."), public=False),
    EventKind("applications.opinion.reminded", _("Une demande d’avis a été renvoyée."), public=False),
    EventKind("applications.opinion.answered", _("Un avis a été donné."), public=False),
    EventKind("applications.opinion.revoked", _("Une demande d’avis a été retirée."), public=False),
    EventKind("applications.application.admitted", _("Le dossier a été déclaré recevable."), public=False),
    EventKind("applications.application.turned_down", _("Le dossier a été déclaré non recevable."), public=False),
    EventKind("applications.application.screened_again", _("Le dossier est examiné à nouveau."), public=False),
    EventKind(
        "applications.application.presented_again",
        _("Le projet ajourné a été représenté par son porteur."),
        public=False,
    ),
    EventKind("applications.form.published", _("Une version du formulaire a été publiée."), public=False),
)
