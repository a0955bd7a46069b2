"""Writing, signing and sealing minutes, and sending the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.states import MinutesState, SessionState, SignatureKind
from quartierlibre.foundation.verdicts import Verdict, refuse_if

LONGEST_REMARK = 4_000
LONGEST_DRAWING = 20_000
ROLES = ("chair", "secretary")
# Strokes of whole numbers only, inside a sheet of 600 by 200: it can say nothing else than a drawing.
STROKE = r"M\d{1,3} \d{1,3}(?: ?L\d{1,3} \d{1,3})*"
DRAWING = re.compile(rf"{STROKE}(?: ?{STROKE})*")
FEWEST_POINTS = 8


def may_begin(*, session_state: str) -> Verdict:
    """There is something to write once the session is open."""
    return refuse_if(
        session_state not in (SessionState.OPEN, SessionState.HELD),
        "minutes.not_begun",
        _("La séance n’est pas encore ouverte : il n’y a rien à écrire."),
    )


def may_remark(*, state: str, known_part: bool, length: int, changed_meanwhile: bool) -> Verdict:
    """Words are added until the minutes are sealed, to a part they have, over what the writer has read."""
    return (
        refuse_if(state == MinutesState.SEALED, "minutes.sealed", _("Le procès-verbal est signé : il ne change plus."))
        & refuse_if(not known_part, "minutes.no_such_part", _("Cette partie n’existe pas dans ce procès-verbal."))
        & refuse_if(
            length > LONGEST_REMARK,
            "minutes.too_long",
            _("Ce texte est trop long : gardez l’essentiel, en 4 000 signes au plus."),
        )
        & refuse_if(
            changed_meanwhile,
            "minutes.changed_meanwhile",
            _("Quelqu’un a écrit ici pendant ce temps. Les deux textes sont ci-dessous : gardez ce qu’il faut."),
        )
    )


def may_ask_signatures(*, session_state: str, undecided: int, has_chair: bool, has_secretary: bool) -> Verdict:
    """Minutes are signed once the session is over, every file has its outcome, and both signers are known."""
    return (
        refuse_if(
            session_state != SessionState.HELD,
            "minutes.session_not_over",
            _("La séance n’est pas close : terminez-la avant de faire signer."),
        )
        & refuse_if(
            undecided > 0,
            "minutes.undecided",
            _("Un dossier n’a pas encore de suite : décidez-le ou ajournez-le avant de faire signer."),
        )
        & refuse_if(
            not has_chair, "minutes.no_chair", _("Dites d’abord qui a présidé la séance : c’est une des signatures.")
        )
        & refuse_if(
            not has_secretary,
            "minutes.no_secretary",
            _("Dites d’abord qui a tenu le secrétariat : c’est une des signatures."),
        )
    )


def may_receive_code(*, state: str, role: str, has_email: bool) -> Verdict:
    """A code is sent for minutes that wait for a signature, to a signer with an address."""
    return (
        refuse_if(
            state != MinutesState.SIGNING, "minutes.not_to_sign", _("Le procès-verbal n’est pas à signer maintenant.")
        )
        & refuse_if(role not in ROLES, "signature.no_such_role", _("Signent la présidence et le secrétariat."))
        & refuse_if(
            not has_email,
            "signature.no_email",
            _("Cette personne n’a pas de courriel : elle signe à l’écran, ou sur la feuille imprimée."),
        )
    )


@dataclass(frozen=True)
class SigningFacts:
    """One signature about to be given: the proof that comes with it, and whether its kind can prove anything."""

    state: str
    role: str
    already_signed: bool
    kind: str
    drawing: str = ""
    code_is_right: bool = False
    has_scan: bool = False


def may_sign(facts: SigningFacts) -> Verdict:
    """Chair and secretary sign once each: with the code sent to them, or before who keeps the minutes."""
    return (
        refuse_if(
            facts.state != MinutesState.SIGNING,
            "minutes.not_to_sign",
            _("Le procès-verbal n’est pas à signer maintenant."),
        )
        & refuse_if(facts.role not in ROLES, "signature.no_such_role", _("Signent la présidence et le secrétariat."))
        & refuse_if(facts.already_signed, "signature.already_there", _("Cette signature est déjà donnée."))
        & _proof(facts)
    )


def _proof(facts: SigningFacts) -> Verdict:
    if facts.kind == SignatureKind.CODE:
        return refuse_if(
            not facts.code_is_right,
            "signature.wrong_code",
            _("Ce code n’est pas celui du courriel, ou le texte a changé depuis. Demandez-en un autre."),
        )
    if facts.kind == SignatureKind.DRAWN:
        return valid_drawing(facts.drawing)
    return refuse_if(not facts.has_scan, "signature.no_scan", _("Joignez la photo de la feuille signée à la main."))


def valid_drawing(path: str) -> Verdict:
    """A drawing is strokes on a sheet, and more than a dot."""
    return refuse_if(
        len(path) > LONGEST_DRAWING or not DRAWING.fullmatch(path) or len(path.split()) < FEWEST_POINTS,
        "signature.no_drawing",
        _("La signature est vide ou illisible : signez dans le cadre, avec le doigt ou la souris."),
    )


def may_seal(*, state: str, signed: Sequence[str], text_sha256: str) -> Verdict:
    """Sealed once both have signed the very text that stands."""
    return (
        refuse_if(
            state != MinutesState.SIGNING, "minutes.not_to_sign", _("Le procès-verbal n’est pas à signer maintenant.")
        )
        & refuse_if(len(signed) < len(ROLES), "minutes.not_signed", _("Il manque une signature."))
        & refuse_if(
            any(each != text_sha256 for each in signed),
            "minutes.changed_since",
            _("Le texte a changé depuis une signature : reprenez-le, relisez-le ensemble, et signez à nouveau."),
        )
    )


def may_answer(*, state: str | None, waiting: int) -> Verdict:
    """Answers leave once the minutes are signed, to those who have none yet."""
    sealed = refuse_if(
        state != MinutesState.SEALED,
        "answers.minutes_not_sealed",
        _("Les réponses partent une fois le procès-verbal signé."),
    )
    return sealed & (refuse_if(not waiting, "answers.all_sent", _("Toutes les réponses de cette séance sont parties.")))
