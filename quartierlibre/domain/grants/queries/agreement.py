"""What an agreement says: every sentence comes from the decision and from the rulebook it was taken under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierlibre.domain.committees.queries.answers import contact_of
from quartierlibre.domain.funds.models import Funder
from quartierlibre.domain.funds.queries import logos_of
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.domain.funds.sentences import say
from quartierlibre.domain.funds.states import FunderKind
from quartierlibre.domain.grants.models import Grant, Instalment
from quartierlibre.domain.grants.states import InstalmentKind, InstalmentState
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents, format_euros

DUTIES = (
    "project.ends_by",
    "project.open_to_all",
    "payment.proofs",
    "report.asked",
    "report.deadline",
    "report.channels",
    "report.fields",
    "report.two_step_check",
)
MONEY = ("payment.modes", "payment.payer", "payment.balance", "payment.delay_max")
BACK = ("report.lower_cost", "report.sanction")
LOGOS = "publication.logos"


@dataclass(frozen=True)
class Article:
    """One heading of the agreement and its sentences."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """Ready to be read on a page, or printed."""

    number: str
    title: str
    fund: str
    contact: tuple[str, ...]
    holder: str
    amount: Cents
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class ShownFunder:
    """Who pays, as what a holder prints shows it: by its logo when there is one, in words otherwise."""

    name: str
    logo: StoredFile | None


def agreement_of(grant: Grant) -> Agreement:
    """The agreement of a grant loaded with its application, fund, decision and regulation."""
    application = grant.application
    return Agreement(
        number=application.number,
        title=application.title,
        fund=grant.fund.name,
        contact=contact_of(grant.fund),
        holder=holder_of(grant),
        amount=Cents(grant.amount_cents),
        articles=tuple(article for article in _articles(grant) if article.sentences),
    )


def holder_of(grant: Grant) -> str:
    """Who carries the project: the group, and the person who speaks for it."""
    application = grant.application
    named = [application.group_name, application.holder_name]
    return ", ".join(dict.fromkeys(each for each in named if each))


def _articles(grant: Grant) -> Iterator[Article]:
    rulebook = grant.regulation.rulebook
    yield Article(_("Qui s’engage"), tuple(_parties(grant)))
    yield Article(_("Pour quel projet"), tuple(_project(grant)))
    yield Article(_("Combien, et comment"), (*_payments(grant), *_said(rulebook, MONEY)))
    conditions = tuple(grant.conditions.values_list("text", flat=True))
    yield Article(_("Les conditions du comité"), conditions)
    yield Article(_("Ce que vous vous engagez à faire"), (*_duties(), *_said(rulebook, DUTIES)))
    yield Article(_("Faire savoir qui aide"), tuple(_visibility(grant)))
    yield Article(_("Si le projet change, coûte moins ou n’a pas lieu"), (*_changes(), *_said(rulebook, BACK)))
    yield Article(_("Les photos"), tuple(_photos()))


def _parties(grant: Grant) -> Iterator[str]:
    application = grant.application
    yield _("D’un côté, le fonds « %(fund)s ».") % {"fund": grant.fund.name}
    yield _("De l’autre, %(holder)s, qui porte le projet.") % {"holder": holder_of(grant) or _("le porteur")}
    if application.minor and application.adult_name:
        yield _("%(adult)s en est l’adulte responsable.") % {"adult": application.adult_name}


def _project(grant: Grant) -> Iterator[str]:
    application = grant.application
    yield _("« %(title)s », dossier %(number)s.") % {"title": application.title, "number": application.number}
    if application.pitch:
        yield application.pitch
    if grant.place_text:
        yield _("Lieu : %(place)s.") % {"place": grant.place_text}
    if grant.starts_on:
        yield days_said(grant)


def days_said(grant: Grant) -> str:
    """`Dates : du 14/06/2027 au 15/06/2027.`; one day is said alone."""
    if grant.starts_on is None:
        return ""
    first = f"{grant.starts_on:%d/%m/%Y}"
    if grant.ends_on is None or grant.ends_on == grant.starts_on:
        return _("Date : le %(day)s.") % {"day": first}
    return _("Dates : du %(first)s au %(last)s.") % {"first": first, "last": f"{grant.ends_on:%d/%m/%Y}"}


def _payments(grant: Grant) -> Iterator[str]:
    yield _("Le comité accorde %(amount)s.") % {"amount": format_euros(Cents(grant.amount_cents))}
    for part in grant.instalments.all():
        yield payment_said(part)


def payment_said(part: Instalment) -> str:
    """One payment to come, as its holder understands it: the words of the agreement, which never change."""
    said = {"amount": format_euros(Cents(part.amount_cents)), "percent": part.percent}
    match part.kind:
        case InstalmentKind.ADVANCE if not part.grant.needs_agreement:
            return _("Premier versement\u00a0: %(amount)s (%(percent)s\u00a0%%), sans convention à signer.") % said
        case InstalmentKind.SINGLE if part.percent and not part.grant.needs_agreement:
            return _("Un seul versement\u00a0: %(amount)s, sans convention à signer.") % said
        case InstalmentKind.ADVANCE:
            return _("Premier versement : %(amount)s (%(percent)s %%), une fois cette convention acceptée.") % said
        case InstalmentKind.BALANCE:
            return _("Solde : jusqu’à %(amount)s (%(percent)s %%), selon le bilan.") % said
        case InstalmentKind.INVOICES:
            return _("Le fonds paie lui-même les factures du projet, jusqu’à %(amount)s.") % said
    if part.percent is None:
        return _("L’équipe du fonds vous dit quand les %(amount)s sont versés.") % said
    return _("Un seul versement : %(amount)s, une fois cette convention acceptée.") % said


def payment_now(part: Instalment) -> str:
    """The same as time goes: what is paid or given up waits for nothing any more."""
    said = {"kind": part.get_kind_display(), "amount": format_euros(Cents(part.amount_cents))}
    if part.state == InstalmentState.DROPPED:
        return str(said["kind"])
    return _("%(kind)s\u00a0: %(amount)s.") % said if part.state == InstalmentState.PAID else payment_said(part)


def _duties() -> Iterator[str]:
    yield _("L’argent sert au projet, et à rien d’autre.")
    yield _("Vous gardez toutes les factures et tous les tickets.")


def _visibility(grant: Grant) -> Iterator[str]:
    names = [each.name for each in funders_to_show(grant)]
    clause = grant.regulation.rulebook.one(LOGOS)
    if clause:
        yield say(clause)
    if names:
        words = _(
            "Vos affiches et vos documents nomment : %(names)s. Une affiche toute prête vous attend sur votre page."
        )
        yield words % {"names": ", ".join(names)}


def funders_to_show(grant: Grant) -> list[ShownFunder]:
    """The funders to show beside the project: those the rulebook asks for, all those of the year when it is silent.

    In the order in which the rulebook is said, then by name.
    """
    kinds = grant.regulation.rulebook.value(LOGOS)
    brought = Funder.objects.filter(contributions__fund_year=grant.fund_year_id).distinct()
    wanted = brought if kinds is None else brought.filter(kind__in=kinds)
    logos = logos_of(grant.fund_id)
    listed = sorted(wanted, key=lambda each: (FunderKind.values.index(each.kind), each.name))
    return [ShownFunder(each.name, logos.get(each.pk)) for each in listed]


def _changes() -> Iterator[str]:
    yield _("Si la date, le lieu, le projet ou le budget change, vous le dites avant : le fonds vous répond.")
    yield _("L’argent qui n’a pas servi au projet est rendu au fonds.")


def _photos() -> Iterator[str]:
    yield _("Une photo où l’on reconnaît quelqu’un n’est montrée que si cette personne est d’accord.")
    yield _("Pour un enfant, ses parents donnent leur accord par écrit.")
    yield _("Chacun peut changer d’avis : la photo disparaît aussitôt.")


def _said(rulebook: Rulebook, keys: tuple[str, ...]) -> Iterator[str]:
    return (say(clause) for key in keys for clause in rulebook.all(key))
