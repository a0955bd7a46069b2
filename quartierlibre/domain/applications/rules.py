"""What may be done with a file, and what an answer must hold. Facts in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierlibre.domain.applications.form import Field, FieldKind, Form
from quartierlibre.domain.applications.reading import LONGEST_TEXT, MOST_ROWS, Reading
from quartierlibre.domain.applications.states import (
    MOVES,
    UNDER_WAY,
    AgreementKind,
    ApplicationState,
    HolderKind,
    LineCategory,
)
from quartierlibre.foundation.states import may_move
from quartierlibre.foundation.verdicts import ALLOWED, Refusal, Verdict, refuse_if

# What a kind of expense is called in the vocabulary of rulebooks (`funds.vocabulary.OBJECTS`).
OBJECT_OF_CATEGORY: Mapping[str, str] = {
    LineCategory.SUPPLIES: "supplies",
    LineCategory.FOOD: "meal",
    LineCategory.TRANSPORT: "transport",
    LineCategory.SERVICE: "running_costs",
    LineCategory.RENTAL: "running_costs",
    LineCategory.COMMUNICATION: "information",
    LineCategory.INSURANCE: "running_costs",
}


@dataclass(frozen=True)
class Missing:
    """An answer still to give: the field, the question to go to, and what to say."""

    field: str
    question: str
    message: str


@dataclass(frozen=True)
class FilingFacts:
    """What is known of a file when it is about to be filed."""

    state: ApplicationState
    fund_is_open: bool
    missing: tuple[Missing, ...]
    holder_kind: str
    regulation_in_force: int | None
    accepted_version: int | None
    cer_accepted: bool
    needs_agreement: bool
    has_agreement: bool


def may_open(*, fund_is_open: bool) -> Verdict:
    """A draft is started only in a fund that is open today."""
    return refuse_if(
        not fund_is_open,
        "fund.closed",
        gettext_lazy("Ce fonds ne reçoit pas de dossier en ce moment. Regardez les autres fonds."),
    )


def may_write(state: ApplicationState) -> Verdict:
    """Only a draft is written in; what was filed is completed with the team."""
    return refuse_if(
        state != ApplicationState.DRAFT,
        "draft.already_filed",
        gettext_lazy("Ce dossier est déjà déposé. Pour changer une réponse, écrivez à l’équipe du fonds."),
    )


def may_keep(changes: Mapping[str, Any]) -> Verdict:
    """One answer holds at most 20 000 signs, one list 60 rows: more is not a form being filled."""
    texts = [text for value in changes.values() for text in _texts(value)]
    rows = max((len(value) for value in changes.values() if isinstance(value, list)), default=0)
    return refuse_if(
        max(map(len, texts), default=0) > LONGEST_TEXT,
        "draft.too_long",
        gettext_lazy("Cette réponse est trop longue pour être gardée : raccourcissez-la, ou joignez-la en pièce."),
    ) & refuse_if(
        rows > MOST_ROWS,
        "draft.too_many_rows",
        gettext_lazy("60 lignes au plus : regroupez les petits achats sur une seule ligne."),
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


def missing_answers(
    form: Form, answers: Mapping[str, Any], reading: Reading, *, has_themes: bool
) -> tuple[Missing, ...]:
    """Each required answer that is blank or could not be read, in the order of the form."""
    found: list[Missing] = []
    for question in form.all_questions():
        for asked in question.fields:
            message = _lack(asked, answers, reading, has_themes=has_themes)
            if message:
                found.append(Missing(asked.name, question.key, message))
    return tuple(found)


def _lack(asked: Field, answers: Mapping[str, Any], reading: Reading, *, has_themes: bool) -> str:
    if not asked.asked(answers) or (asked.kind == FieldKind.THEMES and not has_themes):
        return ""
    if asked.name in reading.problems:
        return reading.problems[asked.name]
    if asked.name == "rna" and not (reading.get("rna") or reading.get("siret")):
        return _("Une association donne son numéro RNA ou son SIRET : un des deux suffit.")
    if asked.name == "place_text" and (reading.get("lon") is not None or reading.get("neighbourhoods")):
        return ""
    if asked.kind == FieldKind.LINES:
        return _lack_of_lines(asked, reading)
    if asked.kind == FieldKind.MONEY and asked.required and reading.get(asked.name) == 0:
        return _("Écrivez la somme que vous demandez, par exemple 250.")
    if asked.required and not reading.get(asked.name):
        return _("Il manque une réponse : « %(label)s ».") % {"label": asked.label}
    return ""


def _lack_of_lines(asked: Field, reading: Reading) -> str:
    lines = reading.lines(asked.name)
    if asked.required and not lines:
        return _("Écrivez au moins une ligne : ce que vous voulez acheter, louer ou payer, et son prix.")
    for number, line in enumerate(lines, start=1):
        if line.amount_cents is None:
            return _("Ligne %(number)s : il manque un prix en chiffres, même à peu près.") % {"number": number}
        if not line.label:
            return _("Ligne %(number)s : écrivez à quoi sert cette somme.") % {"number": number}
    return ""


def may_submit(facts: FilingFacts) -> Verdict:
    """A complete draft, an open fund, the rulebook in force accepted; the republican contract for associations only."""
    return (
        refuse_if(
            facts.state != ApplicationState.DRAFT,
            "submit.not_a_draft",
            gettext_lazy("Ce dossier n’est plus un brouillon."),
        )
        & may_open(fund_is_open=facts.fund_is_open)
        & Verdict(tuple(Refusal(f"missing.{each.field}", each.message) for each in facts.missing))
        & _rulebook_accepted(facts)
        & refuse_if(
            facts.holder_kind == HolderKind.ASSOCIATION and not facts.cer_accepted,
            "submit.no_cer",
            gettext_lazy("Une association souscrit le contrat d’engagement républicain : cochez la case pour déposer."),
        )
        & refuse_if(
            facts.needs_agreement and not facts.has_agreement,
            "submit.no_agreement",
            gettext_lazy("Vous aidez quelqu’un : notez d’abord comment cette personne vous a donné son accord."),
        )
    )


def _rulebook_accepted(facts: FilingFacts) -> Verdict:
    if facts.regulation_in_force is None:
        return refuse_if(
            True,
            "submit.no_regulation",
            gettext_lazy("Ce fonds n’a pas encore de règlement publié : rien ne peut être déposé."),
        )
    if facts.accepted_version is None:
        return refuse_if(
            True, "submit.not_accepted", gettext_lazy("Lisez le règlement et cochez la case pour l’accepter.")
        )
    return refuse_if(
        facts.accepted_version != facts.regulation_in_force,
        "submit.regulation_changed",
        gettext_lazy(
            "Le règlement a changé pendant que vous écriviez : relisez-le, puis acceptez sa nouvelle version."
        ),
    )


def may_withdraw(state: ApplicationState) -> Verdict:
    return may_move(MOVES, state, ApplicationState.WITHDRAWN)


def may_come_from_committee(former: ApplicationState, state: ApplicationState) -> Verdict:
    """A committee decides on an admissible file, puts it off, or takes its own decision again."""
    return refuse_if(
        former == ApplicationState.SUBMITTED,
        "decision.not_admissible",
        gettext_lazy("Ce dossier n’est pas encore déclaré recevable : le comité ne peut pas le décider."),
    ) & (ALLOWED if former == state else may_move(MOVES, former, state))


def may_complete(state: ApplicationState, *, has_right: bool) -> Verdict:
    """Once filed, a file is completed by the team, who speaks with its holder."""
    return refuse_if(
        not has_right, "desk.no_right", gettext_lazy("Votre rôle ne permet pas de compléter ce dossier.")
    ) & refuse_if(state not in UNDER_WAY, "desk.not_filed", gettext_lazy("Ce dossier n’est pas en cours."))


def may_enter(*, has_right: bool, received_on: date, today: date, has_regulation: bool) -> Verdict:
    """A paper sheet is entered by staff, and was not received in the future."""
    return (
        refuse_if(not has_right, "paper.no_right", gettext_lazy("Votre rôle ne permet pas de saisir une fiche papier."))
        & refuse_if(
            received_on > today,
            "paper.future",
            gettext_lazy("La date de réception est dans le futur : écrivez le jour où la fiche vous a été remise."),
        )
        & refuse_if(
            not has_regulation,
            "submit.no_regulation",
            gettext_lazy("Ce fonds n’a pas encore de règlement publié : rien ne peut être déposé."),
        )
    )


def may_agree(kind: str, *, code_is_right: bool, has_evidence: bool, helper_name: str) -> Verdict:
    """The agreement of the person helped is proved by their code, by a signature, or said in the helper's presence."""
    named = refuse_if(
        not helper_name.strip(),
        "agreement.helper",
        gettext_lazy("Écrivez votre nom : la personne doit savoir qui l’aide."),
    )
    if kind == AgreementKind.CODE:
        message = gettext_lazy("Ce n’est pas le code de ce dossier : demandez à la personne de vous le relire.")
        return named & refuse_if(not code_is_right, "agreement.code", message)
    if kind == AgreementKind.SIGNATURE:
        message = gettext_lazy("Joignez la photo de la signature, ou choisissez une autre façon de donner son accord.")
        return named & refuse_if(not has_evidence, "agreement.evidence", message)
    message = gettext_lazy("Dites comment la personne vous a donné son accord.")
    return named & refuse_if(kind != AgreementKind.ORAL, "agreement.kind", message)


def may_screen(state: ApplicationState, *, has_right: bool) -> Verdict:
    """A filed application is screened by those of its territory who have the right, until it is declared admissible."""
    return _has_right(has_right) & refuse_if(
        state != ApplicationState.SUBMITTED,
        "screening.not_to_screen",
        gettext_lazy("Ce dossier n’est pas à instruire : il est déjà recevable, décidé ou retiré."),
    )


def may_follow(state: ApplicationState, *, has_right: bool) -> Verdict:
    """Corrections, opinions and answers to checks: as long as nobody has decided."""
    return _has_right(has_right) & refuse_if(
        state not in UNDER_WAY, "screening.over", gettext_lazy("Ce dossier n’est plus en cours.")
    )


def _has_right(has_right: bool) -> Verdict:
    return refuse_if(
        not has_right, "screening.no_right", gettext_lazy("Votre rôle ne permet pas d’instruire ce dossier.")
    )


def may_say(words: str, *, code: str) -> Verdict:
    """A reason or a message is written, with fewer than 20 000 signs."""
    return refuse_if(
        not words.strip(), f"{code}.blank", gettext_lazy("Écrivez pourquoi, avec des mots simples.")
    ) & refuse_if(
        len(words) > LONGEST_TEXT, f"{code}.too_long", gettext_lazy("Ce texte est trop long : raccourcissez-le.")
    )


def may_admit(*, blocking: Sequence[str], open_corrections: int) -> Verdict:
    """Admissible: nothing blocking is left without a person's word on it, and nothing is still asked of the holder."""
    stopped = tuple(
        Refusal("screening.blocking", gettext_lazy("À régler d’abord : %(point)s") % {"point": each})
        for each in blocking
    )
    return Verdict(stopped) & refuse_if(
        open_corrections > 0,
        "screening.correction_open",
        gettext_lazy("Une correction est encore demandée au porteur : acceptez-la, ou retirez-la."),
    )


def may_ask_correction(*, deadline: date, today: date) -> Verdict:
    """The holder has at least until tomorrow, and is not left waiting for more than a year."""
    return refuse_if(
        deadline <= today, "correction.deadline", gettext_lazy("Donnez une date à venir : au plus tôt demain.")
    ) & refuse_if(
        deadline > today + timedelta(days=366),
        "correction.too_far",
        gettext_lazy("Cette date est trop loin : un an au plus."),
    )


def may_answer_correction(state: ApplicationState, *, is_waiting: bool) -> Verdict:
    """The holder says « c’est fait » once, while the correction is asked and the file under way."""
    return refuse_if(
        state not in UNDER_WAY or not is_waiting,
        "correction.not_waiting",
        gettext_lazy("Cette correction n’attend plus de réponse."),
    )


def may_settle_correction(*, is_open: bool, said_done: bool, accepts: bool) -> Verdict:
    """Accepted only once the holder has said so; taken back or asked again as long as it is open."""
    return refuse_if(not is_open, "correction.closed", gettext_lazy("Cette correction est déjà réglée.")) & refuse_if(
        accepts and not said_done,
        "correction.not_said_done",
        gettext_lazy("Le porteur n’a pas encore dit que c’est fait : attendez sa réponse, ou retirez la demande."),
    )


def may_rewrite(
    state: ApplicationState, *, asked: AbstractSet[str], changed: AbstractSet[str], adjourned: bool
) -> Verdict:
    """Once filed, the holder writes only in the questions a correction points to, or anywhere after an adjournment."""
    return refuse_if(
        state not in UNDER_WAY, "rewrite.over", gettext_lazy("Ce dossier n’est plus en cours.")
    ) & refuse_if(
        not adjourned and not changed <= asked,
        "rewrite.not_asked",
        gettext_lazy("L’équipe ne vous a pas demandé de changer cette réponse. Écrivez-lui pour la changer."),
    )


def may_copy(state: ApplicationState) -> Verdict:
    """What was refused, turned down or taken back may be written again, as a new project."""
    ended = {ApplicationState.INADMISSIBLE, ApplicationState.REFUSED, ApplicationState.WITHDRAWN}
    return refuse_if(
        state not in ended, "copy.not_ended", gettext_lazy("Ce projet est encore en cours, ou déjà accordé.")
    )


def may_present_again(state: ApplicationState, *, adjourned: bool) -> Verdict:
    """After an adjournment, once: the same file, the same number, the same rank."""
    return refuse_if(
        state != ApplicationState.ADMISSIBLE or not adjourned,
        "again.not_adjourned",
        gettext_lazy("Seul un projet ajourné par le comité peut être représenté."),
    )


def may_answer_opinion(*, revoked: bool, expired: bool, answered: bool, answer: str) -> Verdict:
    """A link answers once, until its last day, unless it was taken back."""
    return (
        refuse_if(
            revoked, "opinion.revoked", gettext_lazy("Cet avis n’est plus demandé : l’équipe a retiré sa demande.")
        )
        & refuse_if(
            answered, "opinion.answered", gettext_lazy("Vous avez déjà donné votre avis : il ne peut plus changer.")
        )
        & refuse_if(
            expired and not answered and not revoked,
            "opinion.expired",
            gettext_lazy("Le délai pour donner cet avis est passé. Écrivez à l’équipe du fonds."),
        )
        & refuse_if(not answer, "opinion.blank", gettext_lazy("Choisissez une réponse : oui, oui mais, ou non."))
    )


def may_ask_opinion(*, email: str, expires_on: date, today: date) -> Verdict:
    """Asked at an address, for at least until tomorrow and at most six months."""
    return refuse_if(
        not email, "opinion.no_email", gettext_lazy("Écrivez l’adresse électronique de la personne à qui demander.")
    ) & refuse_if(
        not today < expires_on <= today + timedelta(days=184),
        "opinion.expiry",
        gettext_lazy("Choisissez une date à venir, dans six mois au plus tard."),
    )
