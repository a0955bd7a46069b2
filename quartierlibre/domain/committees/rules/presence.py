"""Opening and closing a sitting, being there or represented."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.states import IN_THE_ROOM, Presence
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if


def may_open(*, has_regulation: bool, seats: int) -> Verdict:
    """A session opens under a published regulation, with somebody on the roll."""
    return refuse_if(
        not has_regulation,
        "session.no_regulation",
        _("Ce fonds n’a pas de règlement en vigueur aujourd’hui : publiez-le avant d’ouvrir la séance."),
    ) & refuse_if(not seats, "session.nobody_sits", _("Personne ne siège à ce comité : donnez d’abord des sièges."))


def may_call(*, seats: int) -> Verdict:
    """A convocation has someone to reach."""
    return refuse_if(not seats, "session.nobody_sits", _("Personne ne siège à ce comité : donnez d’abord des sièges."))


def may_officiate(*, sits_here: bool) -> Verdict:
    """Chair and secretary of the evening are taken among those on the roll."""
    return refuse_if(
        not sits_here, "session.not_on_the_roll", _("Présidence et secrétariat se choisissent parmi les membres.")
    )


def may_change_roll(*, consulted: bool) -> Verdict:
    """Once members are asked in writing because too few were there, who was there is settled."""
    return refuse_if(
        consulted,
        "session.consulted",
        _("Les membres sont consultés par écrit : la feuille de présence ne change plus."),
    )


def may_close(*, votes_under_way: int, consulting: bool = False) -> Verdict:
    """A session does not end on an open vote, nor on one that was not turned into a decision, nor while it asks."""
    said = ngettext(
        "Un dossier est en cours de vote : décidez-le ou ajournez-le avant de clore.",
        "%(n)s dossiers sont en cours de vote : décidez-les ou ajournez-les avant de clore.",
        votes_under_way,
    ) % {"n": votes_under_way}
    return refuse_if(votes_under_way > 0, "session.vote_under_way", said) & refuse_if(
        consulting, "session.consulting", _("Les membres sont consultés par écrit : la séance se clôt ensuite.")
    )


def may_note(*, is_over: bool, is_open: bool, presence: Presence, remote: bool | None) -> Verdict:
    """Presence is noted while the session is under way; before, only what members announce. Remote, unless refused."""
    return (
        refuse_if(is_over, "session.over", _("La séance est finie : sa feuille de présence ne change plus."))
        & refuse_if(
            not is_open and presence in (*IN_THE_ROOM, Presence.ABSENT),
            "session.not_open",
            _("La séance n’est pas ouverte : on ne note que les excuses et les procurations."),
        )
        & refuse_if(
            presence == Presence.REMOTE and remote is False,
            "presence.no_remote",
            _("Le règlement ne permet pas de siéger à distance."),
        )
    )


@dataclass(frozen=True)
class Bearer:
    """Somebody else of the same session, chosen to carry a voice."""

    votes: bool = True
    gave_theirs: bool = False
    is_away: bool = False


@dataclass(frozen=True)
class ProxyFacts:
    """Someone gives their voice to someone else. `maximum` None: the regulation does not speak of proxies."""

    maximum: int | None
    already_carried: int
    giver_votes: bool
    giver_carries_some: bool
    bearer: Bearer | None


def may_give_proxy(facts: ProxyFacts) -> Verdict:
    """Only where the regulation says so, as many as it says, between two members who vote, never in a chain."""
    if facts.maximum is None:
        return refuse_if(True, "proxy.not_said", _("Le règlement ne prévoit pas de procuration."))
    if facts.bearer is None:
        nobody = _("Choisissez une autre personne de cette séance pour porter la voix.")
        return refuse_if(True, "proxy.to_nobody", nobody)
    return (
        refuse_if(facts.already_carried >= facts.maximum, "proxy.too_many", _too_many(facts.maximum))
        & refuse_if(
            not (facts.giver_votes and facts.bearer.votes),
            "proxy.without_voice",
            _("Une procuration va d’un membre qui vote à un membre qui vote."),
        )
        & refuse_if(
            facts.bearer.gave_theirs or facts.giver_carries_some,
            "proxy.in_a_chain",
            _("Une voix ne passe pas de main en main : choisissez quelqu’un qui vient et n’a pas donné la sienne."),
        )
        & refuse_if(
            facts.bearer.is_away,
            "proxy.to_someone_away",
            _("Cette personne n’est pas là non plus : choisissez quelqu’un qui vient."),
        )
    )


def _too_many(maximum: int) -> str:
    return ngettext(
        "Le règlement permet de porter au plus %(n)s procuration.",
        "Le règlement permet de porter au plus %(n)s procurations.",
        maximum,
    ) % {"n": maximum}


def may_call_again(*, policy: str | None, quorum_met: bool, already_called: bool, is_open: bool) -> Verdict:
    """A second sitting decides without quorum only if the regulation says so, after a first one that lacked it."""
    wrong_policy = refuse_if(
        policy != "second_call",
        "session.no_second_call",
        _("Le règlement ne prévoit pas de seconde réunion qui déciderait sans quorum."),
    )
    return (
        refuse_if(not is_open, "session.not_open", _("Ouvrez d’abord la séance et notez qui est là."))
        & wrong_policy
        & (refuse_if(quorum_met, "session.quorum_met", _("Le quorum est atteint : la séance peut décider.")))
        & (
            refuse_if(already_called, "session.already_called_again", _("La seconde réunion est déjà annoncée."))
            if not wrong_policy.refusals
            else ALLOWED
        )
    )


def may_leave(*, is_open: bool, is_here: bool) -> Verdict:
    """One leaves an open session one came to."""
    return refuse_if(not is_open, "session.not_open", _("Ouvrez d’abord la séance et notez qui est là.")) & refuse_if(
        not is_here, "presence.not_here", _("Cette personne n’est pas notée présente.")
    )
