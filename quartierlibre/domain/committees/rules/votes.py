"""When a round opens, who casts a voice in it, what ends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.states import BallotMode, CaseState, Choice, RoundState, SessionState
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

UNDO_SECONDS = 10

# What each way of voting of a regulation lets the secretary choose: hands may be counted, or noted one by one.
MODES_OF: Mapping[str, Sequence[BallotMode]] = {
    "show_of_hands": (BallotMode.TOTALS, BallotMode.BY_NAME),
    "by_name": (BallotMode.BY_NAME,),
    "secret": (BallotMode.SECRET,),
}
READY = (CaseState.WAITING, CaseState.HEARD, CaseState.VOTED)


def mode_of(said: str | None, chosen: BallotMode | None) -> tuple[BallotMode | None, Verdict]:
    """How voices are taken: as the regulation says; when it says nothing, as the secretary chooses, never a default."""
    allowed = MODES_OF.get(said or "", tuple(BallotMode))
    if chosen is None:
        unsaid = _("Le règlement ne dit pas comment on vote : choisissez la façon de voter.")
        return (allowed[0], ALLOWED) if said else (None, refuse_if(True, "round.mode_unsaid", unsaid))
    other = _("Le règlement demande une autre façon de voter.")
    return chosen, refuse_if(chosen not in allowed, "round.other_mode", other)


@dataclass(frozen=True)
class OpeningFacts:
    session: SessionState
    case: CaseState
    voices: int
    quorum_met: bool | None


def may_open_round(facts: OpeningFacts) -> Verdict:
    """A vote opens during the sitting, on a file nobody is voting on, with its quorum (None: the rules set none)."""
    return (
        _session_is_open(facts.session)
        & refuse_if(facts.case == CaseState.VOTING, "round.already_open", _("Un vote est déjà ouvert sur ce dossier."))
        & refuse_if(
            facts.case not in (*READY, CaseState.VOTING),
            "round.case_closed",
            _("Ce dossier n’attend plus de vote : il est décidé, ajourné ou retiré."),
        )
        & refuse_if(
            facts.quorum_met is False,
            "round.no_quorum",
            _("Le quorum n’est pas atteint : la séance entend les porteurs et ne décide pas."),
        )
        & refuse_if(facts.voices == 0, "round.nobody_votes", _("Personne ne peut voter sur ce dossier."))
    )


def _session_is_open(state: SessionState) -> Verdict:
    return refuse_if(state != SessionState.OPEN, "session.not_open", _("La séance n’est pas ouverte."))


@dataclass(frozen=True)
class CastFacts:
    """`amount` is cents, `asked` what the file asks for; None when nothing was proposed or asked."""

    round: RoundState
    mode: BallotMode
    is_own_voice: bool
    stepped_aside: bool
    choice: Choice
    amount: Cents | None = None
    asked: Cents | None = None
    in_time: bool = True


def may_cast(facts: CastFacts) -> Verdict:
    """A voice is cast once, while the round is open, by its owner or who carries it, never by who stepped aside."""
    return (
        refuse_if(not facts.is_own_voice, "ballot.not_yours", _("Cette voix n’est pas la vôtre."))
        & is_open(facts.round)
        & is_in_time(facts.in_time)
        & refuse_if(
            facts.mode == BallotMode.TOTALS, "ballot.by_hand", _("Ce vote se fait à main levée, dans la salle.")
        )
        & refuse_if(
            facts.stepped_aside, "ballot.recused", _("Vous vous êtes déporté·e de ce dossier : vous ne votez pas.")
        )
        & may_propose(facts.choice, facts.amount, facts.asked)
    )


def is_open(state: RoundState) -> Verdict:
    return refuse_if(state != RoundState.OPEN, "round.closed", _("Ce vote est clos."))


def is_in_time(in_time: bool) -> Verdict:
    """In writing, no voice is cast, noted or taken back once the last day is over."""
    return refuse_if(not in_time, "round.too_late", _("Le dernier jour pour répondre est passé."))


def may_propose(choice: Choice, amount: Cents | None, asked: Cents | None) -> Verdict:
    """An amount goes with a voice for; it is more than nothing and no more than what the file asks for."""
    if amount is None:
        return ALLOWED
    most = gettext("Le dossier demande %(asked)s : proposez au plus cette somme.")
    return (
        refuse_if(choice != Choice.FOR, "ballot.amount_without_for", _("Une somme se propose avec une voix pour."))
        & refuse_if(amount <= 0, "ballot.amount_not_positive", _("La somme doit être supérieure à zéro."))
        & refuse_if(
            asked is not None and amount > asked,
            "ballot.amount_above_asked",
            most % {"asked": format_euros(asked)} if asked else "",
        )
    )


def may_count(*, voices: int, totals: Sequence[int], proposals: Sequence[int], asked: Cents | None) -> Verdict:
    """Totals entered by the secretary hold in the roll; there are no more proposals than voices for."""
    too_many = gettext("%(counted)s voix comptées pour %(voices)s votants.") % {
        "counted": sum(totals),
        "voices": voices,
    }
    verdict = refuse_if(min(totals) < 0, "totals.negative", _("Un nombre de voix n’est pas négatif."))
    verdict &= refuse_if(sum(totals) > voices, "totals.too_many", too_many)
    verdict &= refuse_if(
        len(proposals) > totals[0], "totals.too_many_proposals", _("Il y a plus de propositions que de voix pour.")
    )
    for amount in proposals:
        verdict &= may_propose(Choice.FOR, Cents(amount), asked)
    return verdict


def may_enter_totals(*, by_hand: bool) -> Verdict:
    """Only hands are counted by a person."""
    return refuse_if(not by_hand, "totals.not_by_hand", _("Dans ce vote, les voix sont comptées par le système."))


def may_enter_named(*, by_name: bool, on_the_roll: bool, differs: bool) -> Verdict:
    """The secretary notes the voice of a member on the roll, once: a voice is never changed by someone else."""
    return (
        refuse_if(not by_name, "ballot.not_by_name", _("Ce vote n’est pas nominatif."))
        & refuse_if(not on_the_roll, "ballot.not_on_the_roll", _("Cette personne ne vote pas sur ce dossier."))
        & refuse_if(differs, "ballot.already_cast", _("Cette voix est déjà comptée : elle ne change plus."))
    )


def may_close_round(*, counted: bool, in_writing: bool = False) -> Verdict:
    """Hands are counted first; a vote in writing closes with its consultation."""
    return refuse_if(not counted, "round.hands_not_counted", _("Écrivez d’abord le nombre de voix.")) & refuse_if(
        in_writing, "round.in_writing", _("Ce vote se clôt avec la consultation par écrit.")
    )


def may_undo(*, state: RoundState, is_own_voice: bool, is_last: bool, in_time: bool) -> Verdict:
    """The author takes a voice back within ten seconds, while the round is open; it may then be cast again."""
    late = _("Les dix secondes sont passées : votre voix est comptée.")
    return (
        refuse_if(not (is_own_voice and is_last), "ballot.not_undone", _("Cette voix ne peut plus être reprise."))
        & is_open(state)
        & refuse_if(not in_time, "ballot.undo_too_late", late)
    )


def may_annul_round(*, session: SessionState, state: RoundState, because: str, is_last: bool) -> Verdict:
    """During the sitting, the last round of a file is annulled for a written reason; it stays on record."""
    return (
        _session_is_open(session)
        & refuse_if(state == RoundState.ANNULLED, "round.already_annulled", _("Ce vote est déjà annulé."))
        & refuse_if(not is_last, "round.not_the_last", _("Seul le dernier vote d’un dossier peut être annulé."))
        & refuse_if(not because.strip(), "round.annulled_without_reason", _("Écrivez pourquoi ce vote est annulé."))
    )
