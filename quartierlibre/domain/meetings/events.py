"""What the journal says of meetings."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("meetings.topic.added", _("Un thème a été ajouté."), public=True),
    EventKind("meetings.type.added", _("Un type d’actualité a été ajouté."), public=True),
    EventKind("meetings.series.created", _("Une série de rencontres a été créée."), public=False),
    EventKind("meetings.meeting.created", _("Une rencontre est en préparation."), public=False),
    EventKind("meetings.meeting.revised", _("La page d’une rencontre a changé."), public=False),
    EventKind("meetings.programme.set", _("Le programme d’une rencontre a changé."), public=False),
    EventKind("meetings.topics.set", _("Les thèmes d’une rencontre ont changé."), public=False),
    EventKind("meetings.funds.set", _("Les fonds concernés par une rencontre ont changé."), public=False),
    EventKind("meetings.paper.attached", _("Un document a été joint à une rencontre."), public=False),
    EventKind("meetings.paper.shown", _("Un document d’une rencontre a été montré, ou ne l’est plus."), public=False),
    EventKind("meetings.paper.removed", _("Un document d’une rencontre a été retiré."), public=False),
    EventKind("meetings.meeting.scheduled", _("La publication d’une rencontre est prévue."), public=False),
    EventKind("meetings.meeting.unscheduled", _("La publication prévue d’une rencontre est abandonnée."), public=False),
    EventKind("meetings.meeting.published", _("Une rencontre a été annoncée."), public=True),
    EventKind("meetings.meeting.taken_back", _("La page d’une rencontre est redevenue un brouillon."), public=True),
    EventKind("meetings.meeting.cancelled", _("Une rencontre a été annulée."), public=True),
    EventKind("meetings.meeting.postponed", _("Une rencontre a été reportée, sans date encore."), public=True),
    EventKind("meetings.meeting.moved", _("Une rencontre a changé de date."), public=True),
    EventKind(
        "meetings.meeting.corrected", _("Le lieu d’une rencontre, ou ce qu’il faut en savoir, a changé."), public=True
    ),
    EventKind("meetings.meeting.archived", _("La page d’une rencontre a été archivée."), public=True),
    EventKind("meetings.desk.opened", _("Les inscriptions à une rencontre ont été ouvertes."), public=False),
    EventKind("meetings.desk.changed", _("Les inscriptions à une rencontre ont été réglées."), public=False),
    EventKind("meetings.registration.made", _("Une inscription a été faite."), public=False),
    EventKind("meetings.registration.changed", _("Une inscription a changé."), public=False),
    EventKind("meetings.registration.cancelled", _("Une inscription a été annulée."), public=False),
    EventKind("meetings.registration.offered", _("Une place qui se libère est proposée."), public=False),
    EventKind("meetings.registration.seated", _("Une place qui se libère est donnée."), public=False),
    EventKind("meetings.registration.accepted", _("Une place proposée a été acceptée."), public=False),
    EventKind("meetings.registration.lapsed", _("Une place proposée est restée sans réponse."), public=False),
    EventKind("meetings.registration.reminded", _("Un rappel a été envoyé."), public=False),
    EventKind("meetings.registration.called", _("Une personne sans e-mail a été prévenue."), public=False),
    EventKind("meetings.participant.arrived", _("Une personne est arrivée."), public=False),
    EventKind("meetings.participant.not_there", _("Une arrivée notée par erreur a été retirée."), public=False),
    EventKind("meetings.certificate.issued", _("Une attestation de présence a été faite."), public=False),
    EventKind("meetings.registration.thanked", _("Un remerciement a été envoyé après la rencontre."), public=False),
    EventKind("meetings.registration.erased", _("Une inscription a été effacée, à l’échéance."), public=False),
    EventKind("meetings.training.created", _("Une action de qualification a été créée."), public=False),
    EventKind("meetings.cycle.opened", _("Un cycle de formation a été ouvert."), public=False),
)
