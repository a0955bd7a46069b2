"""When and how to file, and what follows a project once done."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.catalogue.base import Rule, Section
from quartierlibre.domain.funds.kinds import Count, Duration, OneOf, SomeOf, YesNo
from quartierlibre.domain.funds.vocabulary import CHANNELS, FUNDERS, PAPERS, REPORT_FIELDS

FILING = (
    Rule(
        "filing.lead_time",
        Section.FILING,
        _("le délai pour déposer avant le comité"),
        Duration(),
        _("Le dossier est déposé au plus tard %(value)s avant la réunion du comité"),
        expected=True,
    ),
    Rule(
        "filing.channels",
        Section.FILING,
        _("la façon de déposer"),
        SomeOf(CHANNELS, all_together=False),
        _("Le dossier se dépose %(value)s"),
        expected=True,
    ),
    Rule(
        "filing.required_papers",
        Section.FILING,
        _("les pièces à joindre"),
        SomeOf(PAPERS),
        _("Le dossier comprend %(value)s"),
        expected=True,
    ),
    Rule(
        "filing.one_sheet_per_project",
        Section.FILING,
        _("le nombre de fiches"),
        YesNo(_("Il faut une fiche par projet"), _("Une fiche peut réunir plusieurs projets")),
    ),
    Rule(
        "filing.rules_reading",
        Section.FILING,
        _("la lecture du règlement"),
        OneOf(
            {
                "read": _("Il faut lire le règlement avant de déposer"),
                "read_and_accept": _("Il faut lire le règlement et l’accepter avant de déposer"),
            }
        ),
    ),
    Rule(
        "filing.help",
        Section.FILING,
        _("l’aide pour remplir le dossier"),
        YesNo(
            _("Une personne est désignée pour aider à remplir le dossier"),
            _("Aucune aide n’est prévue pour remplir le dossier"),
        ),
    ),
    Rule(
        "filing.exchange_before_session",
        Section.FILING,
        _("les échanges avant la réunion"),
        YesNo(
            _("Avant la réunion, des membres du comité échangent avec les porteurs"),
            _("Il n’y a pas d’échange avec le comité avant la réunion"),
        ),
    ),
    Rule(
        "filing.amendments_until",
        Section.FILING,
        _("jusqu’à quand le dossier peut être complété"),
        OneOf(
            {
                "deadline": _("Le dossier peut être complété jusqu’à la date limite de dépôt"),
                "session": _("Le dossier peut être complété jusqu’à la réunion du comité"),
            }
        ),
        expected=True,
    ),
)

AFTERWARDS = (
    Rule(
        "report.asked",
        Section.AFTERWARDS,
        _("le bilan"),
        YesNo(_("Une fois le projet terminé, on remet une fiche bilan"), _("Aucun bilan n’est demandé")),
    ),
    Rule(
        "report.deadline",
        Section.AFTERWARDS,
        _("le délai pour remettre le bilan"),
        Duration(),
        _("Le bilan est remis au plus tard %(value)s après la fin du projet"),
        expected=True,
    ),
    Rule(
        "report.channels",
        Section.AFTERWARDS,
        _("la façon de remettre le bilan"),
        SomeOf(CHANNELS, all_together=False),
        _("Le bilan se remet %(value)s"),
    ),
    Rule(
        "report.fields",
        Section.AFTERWARDS,
        _("le contenu du bilan"),
        SomeOf(REPORT_FIELDS),
        _("Le bilan dit %(value)s"),
        expected=True,
    ),
    Rule(
        "report.two_step_check",
        Section.AFTERWARDS,
        _("la vérification du bilan"),
        YesNo(
            _("Le gestionnaire vérifie les papiers du bilan, et le comité vérifie que l’action a bien été faite"),
            _("Le bilan est vérifié une seule fois"),
        ),
        expected=True,
    ),
    Rule(
        "report.lower_cost",
        Section.AFTERWARDS,
        _("ce que devient l’aide quand le projet a coûté moins"),
        OneOf(
            {
                "same_rate": _("Si le projet coûte moins que prévu, l’aide baisse dans la même proportion"),
                "at_most_cost": _("L’aide ne dépasse pas ce que le projet a vraiment coûté"),
                "at_most_need": _("L’aide ne dépasse pas ce que le projet a coûté, moins ce qu’il a rapporté"),
            }
        ),
    ),
    Rule(
        "report.sanction",
        Section.AFTERWARDS,
        _("ce qui arrive sans bilan"),
        OneOf(
            {
                "balance_kept": _("Sans bilan, le solde n’est pas versé"),
                "no_new_grant": _("Sans bilan, on ne peut pas faire de nouvelle demande"),
                "repayment": _("Sans bilan, l’argent reçu peut être réclamé"),
            }
        ),
        expected=True,
    ),
    Rule(
        "publication.delay",
        Section.AFTERWARDS,
        _("le délai de publication des décisions"),
        Duration(),
        _("Les décisions sont publiées au plus tard %(value)s après la réunion"),
        expected=True,
    ),
    Rule(
        "publication.consent_needed",
        Section.AFTERWARDS,
        _("l’accord des porteurs avant de publier"),
        YesNo(
            _("Un projet est montré au public avec l’accord de ceux qui le portent"),
            _("Les projets aidés sont publics"),
        ),
    ),
    Rule(
        "publication.logos",
        Section.AFTERWARDS,
        _("les financeurs à faire connaître"),
        SomeOf(FUNDERS),
        _("Les documents du projet disent qui participe : %(value)s"),
    ),
    Rule(
        "publication.smallest_count",
        Section.AFTERWARDS,
        _("le seuil en dessous duquel un nombre n’est pas publié"),
        Count("persons", _("personne"), _("personnes")),
        _("Un nombre inférieur à %(value)s n’est pas publié"),
    ),
)
