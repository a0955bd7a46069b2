"""What the journal says of committees."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("committees.committee.formed", _("Un comité a été créé."), public=True),
    EventKind("committees.seat.given", _("Une personne siège au comité."), public=False),
    EventKind("committees.seat.ended", _("Le mandat d’un membre du comité a pris fin."), public=False),
    EventKind("committees.link.declared", _("Un membre a déclaré un lien."), public=False),
    EventKind("committees.link.ended", _("Un lien déclaré n’est plus d’actualité."), public=False),
    EventKind("committees.session.planned", _("Une séance de comité a été annoncée."), public=True),
    EventKind("committees.session.cancelled", _("Une séance de comité a été annulée."), public=True),
    EventKind("committees.session.called", _("Les membres du comité ont été convoqués."), public=False),
    EventKind("committees.session.called_again", _("Une seconde réunion a été annoncée, sans quorum."), public=True),
    EventKind("committees.session.hearings_set", _("Les heures de passage ont été fixées."), public=False),
    EventKind("committees.session.opened", _("La séance du comité a été ouverte."), public=True),
    EventKind("committees.session.closed", _("La séance du comité a été close."), public=True),
    EventKind("committees.attendance.noted", _("La présence d’un membre a été notée."), public=False),
    EventKind("committees.attendance.left", _("Un membre a quitté la séance."), public=False),
    EventKind("committees.card.made", _("Une carte d’accès a été donnée à un membre."), public=False),
    EventKind("committees.case.scheduled", _("Le dossier a été inscrit à une séance."), public=False),
    EventKind("committees.case.moved", _("L’ordre du jour a changé."), public=False),
    EventKind("committees.case.taken_off", _("Le dossier a été retiré de l’ordre du jour."), public=False),
    EventKind("committees.case.heard", _("Le comité a examiné le dossier."), public=False),
    EventKind("committees.case.alone", _("Le comité discute sans les porteurs."), public=False),
    EventKind("committees.case.adjourned", _("Le dossier a été reporté à une prochaine séance."), public=False),
    EventKind("committees.interest.proposed", _("Un déport a été proposé pour ce dossier."), public=False),
    EventKind("committees.interest.declared", _("Un membre s’est déporté sur ce dossier."), public=False),
    EventKind("committees.interest.confirmed", _("Un déport proposé a été confirmé."), public=False),
    EventKind("committees.interest.dismissed", _("Un déport proposé a été écarté après examen."), public=False),
    EventKind("committees.interest.moved", _("Un membre déporté est sorti ou revenu."), public=False),
    EventKind("committees.minutes.amended", _("Le procès-verbal a été complété."), public=False),
    EventKind("committees.minutes.to_sign", _("Le procès-verbal attend ses signatures."), public=False),
    EventKind("committees.minutes.taken_back", _("Le procès-verbal a été repris avant signature."), public=False),
    EventKind("committees.minutes.code_asked", _("Un code de signature a été demandé."), public=False),
    EventKind("committees.minutes.signed", _("Le procès-verbal a reçu une signature."), public=False),
    EventKind("committees.minutes.sealed", _("Le procès-verbal de la séance a été signé et publié."), public=True),
    EventKind("committees.answer.sent", _("La réponse du comité a été envoyée."), public=False),
    EventKind("committees.round.opened", _("Un vote a été ouvert."), public=False),
    EventKind("committees.round.noted", _("Des voix ont été notées par le secrétariat."), public=False),
    EventKind("committees.round.closed", _("Un vote a été clos et compté."), public=False),
    EventKind("committees.round.annulled", _("Un vote a été annulé : un autre doit avoir lieu."), public=True),
    EventKind("committees.round.recounted", _("Un vote a été recompté après un déport tardif."), public=True),
    EventKind("committees.decision.taken", _("Le comité a décidé."), public=False),
    EventKind(
        "committees.decision.taken_back", _("Une décision est retirée : son vote ne compte plus."), public=True
    ),
    EventKind("committees.case.waits_for_money", _("Le dossier attend que l’argent arrive."), public=False),
    EventKind("committees.case.waits_no_more", _("Le dossier n’attend plus l’argent."), public=False),
)
