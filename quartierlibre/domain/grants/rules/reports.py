"""What a report must say, who checks it, and what the aid becomes once the real cost is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.rules.changes import no_order
from quartierlibre.domain.grants.states import CheckBody, CheckVerdict, GrantState, ReportState
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Verdict, refuse_if

NOTHING = Cents(0)
MOST_PHOTOS = 3


def may_write(*, grant: GrantState, report: ReportState) -> Verdict:
    """A report is written until it is sent, and again when it is to be completed."""
    allowed = grant == GrantState.RUNNING and report in {ReportState.DRAFT, ReportState.TO_COMPLETE}
    return refuse_if(not allowed, "report.not_writable", _("Ce bilan est déjà remis : il ne change plus."))


@dataclass(frozen=True)
class Told:
    """What the six questions hold. `unread` says how many answers could not be read."""

    story: str
    starts_on: date | None
    ends_on: date | None
    people: int | None
    parts: Sequence[int]
    rating: int | None
    spendings: int
    unread: int
    photos: int


def may_send(told: Told, *, today: date) -> Verdict:
    """Every reason at once. A number may be about right; what is not known stays empty."""
    days = (told.starts_on, told.ends_on)
    return (
        refuse_if(not told.story.strip(), "report.story", _("Racontez en quelques phrases comment ça s’est passé."))
        & refuse_if(None in days, "report.days", _("Dites quand le projet a commencé et quand il a fini."))
        & refuse_if(
            bool(told.starts_on and told.ends_on and told.ends_on < told.starts_on),
            "report.days_backwards",
            _("La fin est avant le début : vérifiez les dates."),
        )
        & refuse_if(
            bool(told.ends_on and told.ends_on > today),
            "report.not_over",
            _("Le projet n’est pas fini à cette date : remettez le bilan après."),
        )
        & refuse_if(told.people is None, "report.people", _("Dites combien de personnes sont venues, même à peu près."))
        & refuse_if(
            told.people is not None and any(part > told.people for part in told.parts),
            "report.people_parts",
            _("Une partie ne peut pas être plus grande que le total des personnes : vérifiez les nombres."),
        )
        & refuse_if(told.rating is None, "report.rating", _("Choisissez une note de 1 à 5."))
        & refuse_if(not told.spendings, "report.money", _("Écrivez au moins une dépense, même de zéro euro."))
        & refuse_if(bool(told.unread), "report.unread", _("Une réponse n’a pas été comprise : corrigez-la."))
    )


def may_add_photo(*, there: int) -> Verdict:
    message = _("Trois photos, pas plus : retirez-en une pour en mettre une autre.")
    return refuse_if(there >= MOST_PHOTOS, "report.too_many_photos", message)


# Two bodies -------------------------------------------------------------------------------------------------------


def bodies(two_step: bool | None) -> tuple[CheckBody, ...]:
    """Who must look: the manager always, the committee where the rulebook says so."""
    return (CheckBody.PAPERS, CheckBody.ACTION) if two_step else (CheckBody.PAPERS,)


def may_check(
    *,
    report: ReportState,
    body: CheckBody,
    asked: Collection[CheckBody],
    verdict: CheckVerdict,
    reason: str,
    done: bool,
) -> Verdict:
    """Once by each body for each version of the report; a refusal says why."""
    return (
        refuse_if(report != ReportState.SENT, "check.nothing_sent", _("Ce bilan n’est pas à vérifier maintenant."))
        & refuse_if(
            body not in asked, "check.not_asked", _("Le règlement de ce fonds ne demande pas cette vérification.")
        )
        & refuse_if(done, "check.already_done", _("Cette vérification est déjà faite."))
        & refuse_if(
            verdict == CheckVerdict.NOT_CONFORM and not reason.strip(),
            "check.no_reason",
            _("Dites pourquoi ce n’est pas conforme : le porteur le lira."),
        )
    )


@dataclass(frozen=True)
class Standing:
    """Where the checks are: who is still awaited, and whether those who answered agree that all is well."""

    waiting: tuple[CheckBody, ...]
    refusing: tuple[CheckBody, ...]

    @property
    def is_complete(self) -> bool:
        return not self.waiting

    @property
    def is_conform(self) -> bool:
        return not self.waiting and not self.refusing

    @property
    def must_be_decided(self) -> bool:
        """Everyone answered and one says no: a person decides, with a written reason."""
        return self.is_complete and bool(self.refusing)


def standing(asked: Sequence[CheckBody], said: Sequence[tuple[CheckBody, CheckVerdict]]) -> Standing:
    answers = dict(said)
    return Standing(
        waiting=tuple(body for body in asked if body not in answers),
        refusing=tuple(body for body in asked if answers.get(body) == CheckVerdict.NOT_CONFORM),
    )


def may_settle(
    *,
    where: Standing,
    computed: Cents | None,
    chosen: Cents | None,
    because: str,
    granted: Cents,
    order_under_way: bool,
) -> Verdict:
    """Both bodies have answered. A person writes the amount when no rule does, or when they disagree, and says why."""
    by_hand = computed is None or where.must_be_decided or (chosen is not None and chosen != computed)
    return (
        refuse_if(not where.is_complete, "report.check_missing", _("Une vérification manque encore."))
        & refuse_if(by_hand and not because.strip(), "report.no_reason", _("Écrivez la raison de votre décision."))
        & refuse_if(
            computed is None and chosen is None, "report.no_amount", _("Écrivez le montant définitif de l’aide.")
        )
        & refuse_if(
            chosen is not None and chosen > granted,
            "report.above_decision",
            _("L’aide ne dépasse pas ce que le comité a accordé."),
        )
        & refuse_if(
            computed is not None and chosen is not None and chosen > computed,
            "report.above_rule",
            _("L’aide ne dépasse pas ce que donne la règle du fonds."),
        )
        & no_order(order_under_way)
    )


def may_pay_balance(*, state: GrantState, awaits_report: bool) -> Verdict:
    return refuse_if(state != GrantState.RUNNING, "grant.not_running", _("Ce projet n’est plus en cours.")) & refuse_if(
        awaits_report, "balance.awaits_report", _("Le règlement attend le bilan avant de verser le solde.")
    )


def may_close_without_report(*, state: GrantState, because: str, order_under_way: bool) -> Verdict:
    return (
        refuse_if(state != GrantState.RUNNING, "grant.not_running", _("Seul un projet en cours se ferme sans bilan."))
        & refuse_if(not because.strip(), "grant.no_reason", _("Écrivez pourquoi ce projet se ferme sans bilan."))
        & no_order(order_under_way)
    )


def may_refuse_expense(*, report: ReportState, reason: str) -> Verdict:
    return refuse_if(
        report != ReportState.SENT, "check.nothing_sent", _("Ce bilan n’est pas à vérifier maintenant.")
    ) & refuse_if(not reason.strip(), "expense.no_reason", _("Dites pourquoi cette dépense n’est pas acceptée."))


def may_ask_to_complete(*, report: ReportState, what: str) -> Verdict:
    return refuse_if(
        report != ReportState.SENT, "check.nothing_sent", _("Ce bilan n’est pas à vérifier maintenant.")
    ) & refuse_if(not what.strip(), "report.complete_what", _("Dites ce qu’il faut compléter."))
