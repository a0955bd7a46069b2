"""The words of deliberation, and the moves allowed: sessions, files on the agenda, rounds of votes, minutes."""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    PLANNED = "planned", _("Prévue")
    CALLED = "called", _("Convoquée")
    OPEN = "open", _("Ouverte")
    HELD = "held", _("Tenue")
    CANCELLED = "cancelled", _("Annulée")


SESSION_MOVES: Mapping[SessionState, Set[SessionState]] = {
    SessionState.PLANNED: {SessionState.CALLED, SessionState.OPEN, SessionState.CANCELLED},
    SessionState.CALLED: {SessionState.OPEN, SessionState.CANCELLED},
    SessionState.OPEN: {SessionState.HELD},
}


class CaseState(TextChoices):
    """A file on the agenda of one session. An adjourned file gets a new case at a later session."""

    WAITING = "waiting", _("À l’ordre du jour")
    HEARD = "heard", _("Entendu")
    VOTING = "voting", _("Vote ouvert")
    VOTED = "voted", _("Voté, à décider")
    DECIDED = "decided", _("Décidé")
    ADJOURNED = "adjourned", _("Ajourné")
    WITHDRAWN = "withdrawn", _("Retiré de l’ordre du jour")


CASE_MOVES: Mapping[CaseState, Set[CaseState]] = {
    CaseState.WAITING: {CaseState.HEARD, CaseState.VOTING, CaseState.ADJOURNED, CaseState.WITHDRAWN},
    CaseState.HEARD: {CaseState.VOTING, CaseState.ADJOURNED, CaseState.WITHDRAWN},
    CaseState.VOTING: {CaseState.VOTED, CaseState.HEARD},
    CaseState.VOTED: {CaseState.VOTING, CaseState.HEARD, CaseState.DECIDED, CaseState.ADJOURNED},
    CaseState.DECIDED: {CaseState.VOTED},
    CaseState.WITHDRAWN: {CaseState.WAITING},
}

# A file waits for one decision at a time: an application has at most one case in these states.
LIVE_CASES = (CaseState.WAITING, CaseState.HEARD, CaseState.VOTING, CaseState.VOTED)


class RoundState(TextChoices):
    OPEN = "open", _("Ouvert")
    CLOSED = "closed", _("Clos")
    ANNULLED = "annulled", _("Annulé")


ROUND_MOVES: Mapping[RoundState, Set[RoundState]] = {
    RoundState.OPEN: {RoundState.CLOSED, RoundState.ANNULLED},
    RoundState.CLOSED: {RoundState.ANNULLED},
}


class MinutesState(TextChoices):
    DRAFT = "draft", _("En cours de rédaction")
    SIGNING = "signing", _("À signer")
    SEALED = "sealed", _("Signé et scellé")


MINUTES_MOVES: Mapping[MinutesState, Set[MinutesState]] = {
    MinutesState.DRAFT: {MinutesState.SIGNING},
    MinutesState.SIGNING: {MinutesState.DRAFT, MinutesState.SEALED},
}


class SeatBasis(TextChoices):
    ELECTED = "elected", _("Élu·e par les habitants")
    REGISTERED = "registered", _("Inscrit·e par bulletin")
    APPOINTED = "appointed", _("Désigné·e")
    BY_RIGHT = "by_right", _("De droit")
    DRAWN = "drawn", _("Tiré·e au sort")


class SeatTitle(TextChoices):
    CHAIR = "chair", _("Présidence")
    DEPUTY = "deputy", _("Vice-présidence")
    SECRETARY = "secretary", _("Secrétariat")
    MEMBER = "member", _("Membre")


class Presence(TextChoices):
    EXPECTED = "expected", _("Attendu·e")
    PRESENT = "present", _("Présent·e")
    REMOTE = "remote", _("À distance")
    PROXY = "proxy", _("A donné procuration")
    EXCUSED = "excused", _("Excusé·e")
    ABSENT = "absent", _("Absent·e")


IN_THE_ROOM = (Presence.PRESENT, Presence.REMOTE)


class HolderPresence(TextChoices):
    EXPECTED = "expected", _("Attendu")
    PRESENT = "present", _("Présent")
    REMOTE = "remote", _("À distance")
    REPRESENTED = "represented", _("Représenté")
    ABSENT = "absent", _("Absent")


class InterestNature(TextChoices):
    FAMILY = "family", _("Famille ou proche")
    EMPLOYER = "employer", _("Employeur ou salarié")
    ASSOCIATION = "association", _("Responsable ou adhérent de l’association")
    LANDLORD = "landlord", _("Bailleur")
    NEIGHBOUR = "neighbour", _("Voisin directement concerné")
    OWN = "own", _("Porte ce projet")


class InterestState(TextChoices):
    PROPOSED = "proposed", _("À confirmer")
    DECLARED = "declared", _("Déport")
    DISMISSED = "dismissed", _("Écarté après examen")


class BallotMode(TextChoices):
    """How the voices are taken. `totals` and `by_name` are shows of hands entered by the secretary."""

    TOTALS = "totals", _("À main levée, compté par le secrétariat")
    BY_NAME = "by_name", _("Nominatif, noté")
    SECRET = "secret", _("Secret")


class Choice(TextChoices):
    FOR = "for", _("Pour")
    AGAINST = "against", _("Contre")
    ABSTAIN = "abstain", _("Abstention")


class Outcome(TextChoices):
    GRANTED = "granted", _("Accordé en totalité")
    PART = "part", _("Accordé en partie")
    CONDITIONS = "conditions", _("Accordé sous conditions")
    ADJOURNED = "adjourned", _("Ajourné")
    REFUSED = "refused", _("Refusé")


FAVOURABLE = (Outcome.GRANTED, Outcome.PART, Outcome.CONDITIONS)


class SignatureKind(TextChoices):
    CODE = "code", _("Code reçu par courriel")
    DRAWN = "drawn", _("Signature dessinée à l’écran")
    PAPER = "paper", _("Signature sur la feuille imprimée")


class LetterChannel(TextChoices):
    EMAIL = "email", _("Par courriel")
    PRINTED = "printed", _("Lettre imprimée")
