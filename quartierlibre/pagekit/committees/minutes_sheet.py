"""The minutes of a session as a printed sheet: what Typst receives, all of it words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from quartierlibre.domain.committees.models import Minutes, Seat, Session, Signature
from quartierlibre.domain.committees.operations.minutes import signer_of
from quartierlibre.domain.committees.queries.minutes import (
    Account,
    CaseHeard,
    Consulted,
    Sitting,
    account_of,
    signatures_of,
)
from quartierlibre.domain.committees.queries.votes_said import VoteTaken
from quartierlibre.domain.committees.rules.minutes import ROLES
from quartierlibre.domain.committees.states import SignatureKind
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.words import hour, long_date, moment, short_date

SHEET = Path(__file__).parent / "minutes.typ"
_SILENT = gettext_lazy("N’ont pas répondu (%(n)s) : %(names)s.")
INK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path d="{}" fill="none" stroke="#2a1a13" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>'  # noqa: E501 - one drawing


@dataclass(frozen=True)
class Signer:
    """One of the two signatures, given or awaited."""

    role: str
    role_said: str
    seat: Seat | None
    signature: Signature | None

    @property
    def name(self) -> str:
        return str(self.seat.person) if self.seat else ""

    @property
    def how(self) -> str:
        return how_said(self.signature) if self.signature else ""

    @property
    def has_email(self) -> bool:
        return bool(self.seat and self.seat.person.email)


def signers_of(session: Session, minutes: Minutes | None) -> list[Signer]:
    """Chair, then secretary."""
    given = {each.role: each for each in signatures_of(minutes)} if minutes else {}
    said = {"chair": _("La présidence"), "secretary": _("Le secrétariat")}
    return [Signer(role, said[role], signer_of(session, role), given.get(role)) for role in ROLES]


def how_said(signature: Signature) -> str:
    """« Signé le 4 décembre 2026 à 21 h 10, par code reçu par courriel »."""
    how = {
        SignatureKind.CODE: _("avec le code reçu par courriel"),
        SignatureKind.DRAWN: _("à l’écran"),
        SignatureKind.PAPER: _("à la main, sur la feuille imprimée"),
    }[SignatureKind(signature.kind)]
    return _("Signé le %(day)s à %(hour)s, %(how)s") % {
        "day": short_date(signature.signed_at),
        "hour": hour(signature.signed_at),
        "how": how,
    }


def printed_minutes(minutes: Minutes) -> bytes:
    """The minutes printed as they stand, with the signatures given so far."""
    return printed_draft(minutes.session, minutes)


def printed_draft(session: Session, minutes: Minutes | None) -> bytes:
    """The same before anybody wrote a word in them: what the evening did is already there."""
    account = account_of(session, minutes)
    at = session.closed_at or session.opened_at or timezone.now()
    return pdf.typeset(SHEET, _sheet(account, signers_of(session, minutes)), at=at)


def euros(cents: int | None) -> str:
    return "" if cents is None else format_euros(Cents(cents))


def _sheet(account: Account, signers: list[Signer]) -> dict[str, Any]:
    asked = {part for each in account.consultations for part in each.parts}
    number = _("Séance n° %(number)s") % {"number": account.number} if account.number else _("Séance")
    return {
        "title": _("Procès-verbal"),
        "author": account.fund,
        "description": _("Procès-verbal d’une séance du comité"),
        "scheme": account.scheme,
        "subtitle": f"{account.committee} · {number} · {long_date(account.starts_at)}",
        "footer": f"{account.fund} · {account.committee} · {long_date(account.starts_at)}",
        "page_word": _("Page"),
        "facts": [{"label": label, "value": value} for label, value in _facts(account) if value],
        "opening": account.opening,
        "presence_title": _("Qui était là"),
        "presence_header": [_("Nom"), _("Siège avec"), _("Voix"), _("Présence")],
        "presence": [_presence(each) for each in account.roll],
        "quorum": presence_said(account),
        "notes": [
            _("%(name)s siège pour un financeur : %(funder)s.") % {"name": each.name, "funder": each.funder}
            for each in account.roll
            if each.funder
        ],
        "consultation_title": _("La consultation par écrit"),
        "consultation": [line for each in account.consultations for line in consultation_said(each)],
        "cases_title": _("Les dossiers"),
        "round_header": [_("Vote"), _("Pour"), _("Contre"), _("Abstentions")],
        "cases": [_case(each, in_writing=each.part in asked) for each in account.cases],
        "no_case": _("Aucun dossier à l’ordre du jour."),
        "conditions_word": _("Conditions :"),
        "closing_title": _("Fin de la séance"),
        "closing": list(closing_said(account)),
        "closing_remark": account.closing,
        "sign_title": _("Signatures"),
        "signatures": [_signature(each) for each in signers],
        "proof": _("Empreinte du texte signé (SHA-256) : %(digest)s.") % {"digest": account.sha256},
    }


def _facts(account: Account) -> Iterator[tuple[str, str]]:
    yield _("Ouverte"), _said(account.opened_at)
    yield pgettext("séance", "Close"), _said(account.closed_at)
    yield _("Lieu"), account.place
    yield _("Présidence"), account.chair
    yield _("Secrétariat"), account.secretary
    yield _("Règlement"), account.regulation
    yield _("Convocation"), _("Seconde convocation, sans quorum") if account.is_second_call else ""


def _said(at: datetime | None) -> str:
    return moment(at) if at else ""


def _presence(sitting: Sitting) -> list[str]:
    said = sitting.presence_said
    if sitting.proxy_to:
        said = _("A donné procuration à %(name)s") % {"name": sitting.proxy_to}
    elif sitting.left_at is not None:
        said = _("%(said)s, jusqu’à %(hour)s") % {"said": said, "hour": hour(sitting.left_at)}
    return [sitting.name, sitting.college, _("oui") if sitting.votes else _("non"), said]


def presence_said(account: Account) -> str:
    """« 7 membres présents sur 9. »"""
    return ngettext("%(n)s membre présent sur %(all)s.", "%(n)s membres présents sur %(all)s.", account.present) % {
        "n": account.present,
        "all": len(account.roll),
    }


def consultation_said(held: Consulted) -> Iterator[str]:
    """Why, from when to when, who answered and who did not: the presence of those who were not in the room."""
    said = {
        "first": long_date(held.opened_at),
        "last": long_date(date.fromisoformat(held.last_day)),
        "closed": long_date(held.closed_at) if held.closed_at else "",
    }
    if held.closed_at is None:
        yield _("Le quorum n’était pas atteint : les membres sont consultés par écrit, jusqu’au %(last)s.") % said
        return
    yield _("Le quorum n’était pas atteint : les membres ont été consultés par écrit, du %(first)s au %(last)s.") % said
    if timezone.localdate(held.closed_at) <= date.fromisoformat(held.last_day):
        yield _("Tout le monde ayant répondu, la consultation a été close le %(closed)s.") % said
    for words, names in ((_("Ont répondu (%(n)s) : %(names)s."), held.answered), (_SILENT, held.silent)):
        if names:
            yield str(words) % {"n": len(names), "names": ", ".join(names)}


def closing_said(account: Account) -> Iterator[str]:
    granted = sum(each.decision is not None and each.decision.amount_cents is not None for each in account.cases)
    yield ngettext(
        "%(n)s projet aidé, pour %(sum)s en tout.", "%(n)s projets aidés, pour %(sum)s en tout.", granted
    ) % {"n": granted, "sum": euros(account.granted_cents)}
    if account.closed_at is not None:
        yield _("La séance est close %(when)s.") % {"when": moment(account.closed_at)}


def _case(case: CaseHeard, *, in_writing: bool = False) -> dict[str, Any]:
    decision = case.decision
    facts = [
        (_("Porté par"), case.holder),
        (_("Demandé"), euros(case.asked_cents)),
        (_("Le porteur"), case.holder_said),
        (_("Se sont déportés") if in_writing else _("Sont sortis"), ", ".join(case.left_room)),
    ]
    return {
        "title": f"{case.number} · {case.title}",
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "rounds": [_round(each) for each in case.rounds],
        "notes": list(notes_of(case)),
        "decision": decision_said(case),
        "reason": decision.reason if decision else case.note,
        "conditions": decision.conditions if decision else "",
        "remark": case.remark,
    }


def _round(taken: VoteTaken) -> list[str]:
    name = _("Vote %(number)s, %(how)s") % {
        "number": taken.number,
        "how": taken.mode_said[:1].lower() + taken.mode_said[1:],
    }
    if taken.annulled_because:
        name += _(" (annulé : %(why)s)") % {"why": taken.annulled_because}
    hidden = _("non montré")
    return [
        name,
        *(hidden if each is None else str(each) for each in (taken.votes_for, taken.votes_against, taken.abstentions)),
    ]


def notes_of(case: CaseHeard) -> Iterator[str]:
    """Quorum of each vote, names where the regulation wants them, what limited the sum, who promised ahead and why."""
    for each in case.rounds:
        if each.quorum_said:
            yield _("Vote %(number)s : %(quorum)s.") % {"number": each.number, "quorum": each.quorum_said}
        if each.voices:
            yield ", ".join(f"{name} : {choice}" for name, choice in each.voices) + "."
    decision = case.decision
    if decision is not None:
        yield from (_("Limite : %(reason)s.") % {"reason": each} for each in decision.bounds)
        if decision.overridden_because:
            yield _("Promis avant que l’argent soit là : %(why)s") % {"why": decision.overridden_because}
    if case.waiting_cents is not None:
        yield _("Sur la liste d’attente pour %(amount)s.") % {"amount": euros(case.waiting_cents)}


def decision_said(case: CaseHeard) -> str:
    """« Décision n° 12 : accordé en partie, 250 € »."""
    decision = case.decision
    if decision is None:
        return case.state_said
    said = {"number": decision.number, "outcome": decision.outcome_said, "amount": euros(decision.amount_cents)}
    if decision.amount_cents is None:
        return _("Décision n° %(number)s : %(outcome)s") % said
    return _("Décision n° %(number)s : %(outcome)s, %(amount)s") % said


def _signature(signer: Signer) -> dict[str, str]:
    given = signer.signature
    drawn = given.drawing if given is not None and given.kind == SignatureKind.DRAWN else ""
    return {
        "role": signer.role_said,
        "name": signer.name,
        "how": how_said(given) if given else _("À signer"),
        "drawing": INK.format(drawn) if drawn else "",
        "alt": _("Signature de %(name)s") % {"name": signer.name},
    }
