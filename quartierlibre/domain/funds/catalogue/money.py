"""How much, from whom, paid how."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.catalogue.base import AMOUNT_CONDITIONS, Rule, Section
from quartierlibre.domain.funds.kinds import (
    Duration,
    Instalments,
    Money,
    MoneyOrPercent,
    OneOf,
    Percent,
    SharesByFunder,
    SomeOf,
    YesNo,
)
from quartierlibre.domain.funds.vocabulary import FUNDERS, PAYMENT_MODES, PROOFS

AMOUNT = (
    Rule(
        "amount.ceilings",
        Section.AMOUNT,
        _("le montant maximum d’une aide"),
        Money(),
        _("L’aide va jusqu’à %(value)s"),
        repeatable=True,
        conditions=AMOUNT_CONDITIONS,
        per_year_possible=True,
        expected=True,
    ),
    Rule(
        "amount.rate_max",
        Section.AMOUNT,
        _("la part du coût que l’aide peut couvrir"),
        Percent(),
        _("L’aide couvre au plus %(value)s du coût du projet"),
        repeatable=True,
        conditions=AMOUNT_CONDITIONS,
        expected=True,
    ),
    Rule(
        "amount.own_contribution",
        Section.AMOUNT,
        _("la part apportée par les porteurs"),
        MoneyOrPercent(),
        _("Les porteurs apportent au moins %(value)s"),
        expected=True,
    ),
    Rule(
        "amount.own_contribution_asked",
        Section.AMOUNT,
        _("si un apport est demandé"),
        YesNo(
            _("L’aide ne couvre pas tout : les porteurs apportent une part"),
            _("L’aide peut couvrir tout le projet"),
        ),
    ),
    Rule(
        "amount.within_available_credits",
        Section.AMOUNT,
        _("la limite des crédits disponibles"),
        YesNo(
            _("L’aide dépend de l’argent qui reste dans le fonds"),
            _("L’aide peut être promise au-delà de l’argent qui reste dans le fonds"),
        ),
    ),
    Rule(
        "amount.rounding_step",
        Section.AMOUNT,
        _("l’arrondi des montants"),
        Money(),
        _("Le montant est arrondi vers le bas, par pas de %(value)s"),
    ),
)

PAYMENT = (
    Rule(
        "payment.modes",
        Section.PAYMENT,
        _("la façon de payer"),
        SomeOf(PAYMENT_MODES, all_together=False),
        _("L’argent passe par %(value)s"),
        expected=True,
    ),
    Rule(
        "payment.payer",
        Section.PAYMENT,
        _("qui verse l’argent"),
        OneOf(
            {
                "manager": _("L’association gestionnaire verse l’argent"),
                "citizens_council": _("Le conseil citoyen, qui gère le fonds, verse l’argent"),
                "town": _("La commune verse l’argent"),
            }
        ),
    ),
    Rule(
        "payment.instalments",
        Section.PAYMENT,
        _("le calendrier des versements"),
        Instalments(),
        _("L’aide est versée en plusieurs fois : %(value)s"),
        expected=True,
    ),
    Rule(
        "payment.balance",
        Section.PAYMENT,
        _("ce qui déclenche le solde"),
        OneOf(
            {
                "on_report": _("Le solde est versé quand la fiche bilan est reçue"),
                "on_checked_report": _("Le solde est versé quand le bilan est vérifié"),
                "on_receipts": _("Le solde est versé quand les factures sont reçues"),
                "after_first_payment": _("Un premier versement est suivi d’un solde"),
            }
        ),
    ),
    Rule(
        "payment.agreement_needed",
        Section.PAYMENT,
        _("la signature d’une convention"),
        YesNo(_("Une convention est signée avant le versement"), _("Aucune convention n’est signée")),
        expected=True,
    ),
    Rule(
        "payment.delay_max",
        Section.PAYMENT,
        _("le délai de versement"),
        Duration(),
        _("Le versement arrive au plus tard %(value)s après la décision"),
        expected=True,
    ),
    Rule(
        "payment.two_people",
        Section.PAYMENT,
        _("la double signature des paiements"),
        YesNo(
            _("Une personne prépare les paiements, une autre les approuve"),
            _("Une seule personne peut préparer et approuver un paiement"),
        ),
    ),
    Rule(
        "payment.account_freeze",
        Section.PAYMENT,
        _("l’attente après un changement de compte bancaire"),
        Duration(),
        _("Après un changement de compte bancaire, rien n’y est versé pendant %(value)s"),
    ),
    Rule(
        "payment.proofs",
        Section.PAYMENT,
        _("les preuves de dépense à garder"),
        SomeOf(PROOFS),
        _("Gardez %(value)s"),
    ),
)

FUNDING = (
    Rule(
        "funding.shares",
        Section.FUNDING,
        _("la part de chaque financeur"),
        SharesByFunder(FUNDERS),
        _("Qui apporte l’argent des projets : %(value)s"),
        expected=True,
    ),
    Rule(
        "funding.takes_part",
        Section.FUNDING,
        _("les financeurs dont la part n’est pas connue"),
        SomeOf(FUNDERS),
        _("Participe aussi, pour une part que nous ne connaissons pas : %(value)s"),
    ),
    Rule(
        "funding.engineering_shares",
        Section.FUNDING,
        _("qui paie l’animation et la gestion"),
        SharesByFunder(FUNDERS),
        _("Qui paie l’animation et la gestion : %(value)s"),
    ),
    Rule(
        "funding.regrant_clause",
        Section.FUNDING,
        _("la clause qui autorise à reverser l’argent à des associations"),
        YesNo(
            _("Les conventions des financeurs autorisent à reverser l’argent à des associations"),
            _("Les conventions n’autorisent pas à reverser l’argent à des associations : le fonds paie les factures"),
        ),
        expected=True,
    ),
)
