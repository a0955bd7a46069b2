"""Letters of a grant: the agreement to accept, the money on its way, the report awaited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import Seat
from quartierlibre.domain.committees.queries.answers import contact_of
from quartierlibre.domain.grants.models import Grant, GrantChange, Recovery
from quartierlibre.domain.grants.operations.agreement import acceptance_code, link_of
from quartierlibre.domain.grants.queries.reports import bodies_of
from quartierlibre.domain.grants.states import ChangeState, CheckBody, ReminderKind
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.letters.writing import Letter, Writer, link
from quartierlibre.pagekit.words import long_date


def _of(event: Event) -> Grant:
    related = ("application", "fund", "decision__case__session__committee", "regulation", "agreement_file")
    return Grant.objects.select_related(*related).get(pk=event.subject_id)


def _to_holder(grant: Grant, subject: str, words: Sequence[str], action: str = "") -> Iterator[Letter]:
    """A few sentences and one door: the page of the project, opened by a personal link, which is a key."""
    address = grant.application.contact_email
    if not address:
        return
    context = {
        "subject": subject,
        "about": _("Votre projet « %(title)s », dossier %(number)s.")
        % {"title": grant.application.title, "number": grant.application.number},
        "words": [each for each in words if each],
        "action": action or _("Ouvrir mon projet"),
        "url": link("follow_up:by_link", grant.public_id, link_of(grant)),
        "fund": grant.fund.name,
        "contact": contact_of(grant.fund),
    }
    yield Letter(address, "grants/word", context, secret=True)


def on_opened(event: Event) -> Iterator[Letter]:
    """Where no agreement is signed, the first word on the money; elsewhere the agreement says it."""
    grant = _of(event)
    if not grant.needs_agreement:
        words = [
            _("L’aide de %(amount)s est accordée, sans convention à signer.")
            % {"amount": format_euros(Cents(grant.amount_cents))},
            _("Dites où va l’argent, puis suivez-le, sur la page de votre projet."),
        ]
        yield from _to_holder(grant, _("Votre aide est accordée\u00a0: voici la suite"), words)


def on_agreement_sent(event: Event) -> Iterator[Letter]:
    grant = _of(event)
    words = [
        _("L’aide de %(amount)s est prête à partir. Avant, lisez la convention et dites si vous êtes d’accord.")
        % {"amount": format_euros(Cents(grant.amount_cents))},
        _("Cela prend deux minutes sur un téléphone : vous lisez, vous demandez un code, vous l’écrivez."),
    ]
    yield from _to_holder(grant, _("Votre convention est prête"), words, _("Lire et accepter ma convention"))


def on_code_asked(event: Event) -> Iterator[Letter]:
    """A code good for the text as it was sent, and for an hour."""
    grant = _of(event)
    address = grant.application.contact_email
    if address:
        code = acceptance_code(grant)
        context = {"code": f"{code[:4]} {code[4:]}", "fund": grant.fund.name, "number": grant.application.number}
        yield Letter(address, "grants/code", context, secret=True)


def on_change_answered(event: Event) -> Iterator[Letter]:
    change = GrantChange.objects.get(pk=event.data["change"])
    accepted = change.state == ChangeState.ACCEPTED
    subject = _("Votre changement est accepté") if accepted else _("Votre changement n’est pas accepté")
    yield from _to_holder(_of(event), subject, [change.get_kind_display() + ".", change.answer])


def on_report_sent(event: Event) -> Iterator[Letter]:
    """Where the committee checks the action, its members are asked to."""
    grant = _of(event)
    if CheckBody.ACTION not in bodies_of(grant.report):
        return
    seats = (
        Seat.objects.all()
        .held_on(timezone.localdate())
        .filter(committee=grant.decision.case.session.committee_id, person__is_active=True)
    )
    context = {
        "subject": _("Un bilan à regarder"),
        "about": _("Dossier %(number)s.") % {"number": grant.application.number},
        "words": [_("Le projet a-t-il bien eu lieu comme prévu ? Un seul membre du comité répond pour tous.")],
        "action": _("Lire le bilan et répondre"),
        "url": link("follow_up:action", grant.public_id),
        "fund": grant.fund.name,
        "contact": contact_of(grant.fund),
    }
    for address in sorted({each for each in seats.values_list("person__email", flat=True) if each}):
        yield Letter(address, "grants/word", context)


def on_sent_back(event: Event) -> Iterator[Letter]:
    grant = _of(event)
    words = [_("L’équipe du fonds a lu votre bilan. Il manque encore ceci :"), grant.report.to_complete]
    yield from _to_holder(grant, _("Votre bilan est à compléter"), words, _("Compléter mon bilan"))


def on_settled(event: Event) -> Iterator[Letter]:
    grant = _of(event)
    final = _("Votre bilan est vérifié, merci. L’aide est de %(amount)s en tout.")
    words = [final % {"amount": format_euros(Cents(grant.final_cents or 0))}, grant.final_because]
    yield from _to_holder(grant, _("Votre bilan est vérifié"), words)


def on_closed(event: Event) -> Iterator[Letter]:
    if event.data.get("with_report"):
        return
    grant = _of(event)
    if grant.without_report:
        words = [_("Le fonds ferme les comptes de votre projet sans son bilan."), grant.ended_because]
        yield from _to_holder(grant, _("Votre projet est fermé sans bilan"), words)


def _recovery(event: Event) -> tuple[Recovery, dict[str, str]]:
    recovery = Recovery.objects.get(pk=event.data["recovery"])
    left = Cents(recovery.amount_cents - recovery.repaid_cents)
    return recovery, {"amount": format_euros(Cents(recovery.amount_cents)), "left": format_euros(left)}


def on_claimed(event: Event) -> Iterator[Letter]:
    recovery, said = _recovery(event)
    day = _("Au plus tard le %(day)s.") % {"day": long_date(recovery.due_on)} if recovery.due_on else ""
    words = [_("Le fonds vous demande de rendre %(amount)s.") % said, recovery.reason, day]
    help_words = _("Une difficulté ? Parlez-en à l’équipe du fonds, elle cherchera avec vous.")
    yield from _to_holder(_of(event), _("De l’argent à rendre"), [*words, help_words])


def on_repaid(event: Event) -> Iterator[Letter]:
    _recovered, said = _recovery(event)
    came = _("Le fonds a bien reçu %(money)s.") % {"money": format_euros(Cents(int(str(event.data["amount_cents"]))))}
    yield from _to_holder(_of(event), _("Argent bien reçu"), [came, _("Il reste à rendre : %(left)s.") % said])


def on_written_off(event: Event) -> Iterator[Letter]:
    recovery, _said = _recovery(event)
    words = [_("Le fonds renonce à ce qui restait à rendre."), recovery.written_off_because]
    yield from _to_holder(_of(event), _("Vous n’avez plus rien à rendre"), words)


def on_reminded(event: Event) -> Iterator[Letter]:
    grant = _of(event)
    day = long_date(grant.report_due_on) if grant.report_due_on else ""
    match event.data["kind"]:
        case ReminderKind.AGREEMENT:
            words = [_("Votre convention attend toujours votre réponse : l’argent ne peut pas partir avant.")]
            yield from _to_holder(grant, _("Votre convention vous attend"), words, _("Lire et accepter ma convention"))
        case ReminderKind.REPORT_SOON:
            words = [_("Racontez-nous votre projet : six questions et trois photos, avant le %(day)s.") % {"day": day}]
            yield from _to_holder(grant, _("Votre bilan est bientôt attendu"), words, _("Faire mon bilan"))
        case ReminderKind.REPORT_LATE:
            words = [_("Votre bilan était attendu le %(day)s. Vous pouvez encore le faire.") % {"day": day}]
            yield from _to_holder(grant, _("Votre bilan est en retard"), words, _("Faire mon bilan"))
        case ReminderKind.REPAYMENT:
            words = [_("De l’argent reste à rendre au fonds : la somme et la raison sont sur votre page.")]
            yield from _to_holder(grant, _("De l’argent reste à rendre"), words)


LETTERS: dict[str, Writer] = {
    "grants.grant.opened": on_opened,
    "grants.agreement.sent": on_agreement_sent,
    "grants.agreement.code_asked": on_code_asked,
    "grants.change.answered": on_change_answered,
    "grants.report.sent": on_report_sent,
    "grants.report.sent_back": on_sent_back,
    "grants.report.settled": on_settled,
    "grants.grant.closed": on_closed,
    "grants.recovery.claimed": on_claimed,
    "grants.recovery.repaid": on_repaid,
    "grants.recovery.written_off": on_written_off,
    "grants.reminder.sent": on_reminded,
}
SILENT: dict[str, str] = {
    "grants.grant.way_chosen": "Travail de l’équipe, visible sur son bureau.",
    "grants.grant.accepted": "Le porteur vient d’accepter lui-même ; l’équipe le voit sur son bureau.",
    "grants.grant.declined": "Le porteur vient de renoncer lui-même ; l’équipe le voit sur son bureau.",
    "grants.grant.cancelled": "La réponse à la demande le dit au porteur ; l’argent à rendre a sa propre lettre.",
    "grants.grant.balance_due": "Le versement qui suit s’annonce par sa propre lettre.",
    "grants.grant.reopened": "Le paiement revenu s’annonce par sa propre lettre ; l’équipe le voit sur son bureau.",
    "grants.condition.met": "Le versement qui suit s’annonce par sa propre lettre.",
    "grants.payee.named": "Le porteur vient de le dire lui-même ; l’équipe le voit sur son bureau.",
    "grants.change.asked": "L’équipe le voit sur son bureau, parmi ce qui attend.",
    "grants.change.withdrawn": "Le porteur vient de la retirer lui-même.",
    "grants.report.checked": "La lettre du montant définitif, ou celle du bilan à compléter, le dira.",
    "grants.photo.agreed": "Le porteur vient de le noter lui-même.",
    "grants.photo.withdrawn": "Qui retire son accord le voit aussitôt sur la page.",
}
