"""Who may ask, for what."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.catalogue.base import Rule, Section
from quartierlibre.domain.funds.kinds import Count, DayOfYear, OneOf, SomeOf, YesNo
from quartierlibre.domain.funds.vocabulary import HOLDER_KINDS, OBJECTS, PLACES

GRANTS = (_("aide"), _("aides"))

WHO = (
    Rule(
        "holder.kinds_allowed",
        Section.WHO,
        _("la liste de ceux qui peuvent demander"),
        SomeOf(HOLDER_KINDS, all_together=False),
        _("Le projet est porté par %(value)s"),
        expected=True,
    ),
    Rule(
        "holder.individual_accepted",
        Section.WHO,
        _("si une personne seule peut demander"),
        YesNo(_("Une personne seule peut demander"), _("Une personne seule ne peut pas demander")),
    ),
    Rule(
        "holder.minimum_group_size",
        Section.WHO,
        _("le nombre minimum de personnes dans un collectif"),
        Count("persons", _("personne"), _("personnes"), least=2),
        _("Un collectif réunit au moins %(value)s"),
        expected=True,
    ),
    Rule(
        "holder.residence",
        Section.WHO,
        _("où doivent habiter les porteurs"),
        OneOf(
            {
                "in_neighbourhood": _("Les porteurs habitent le quartier"),
                "in_town": _("Les porteurs habitent la commune"),
                "anywhere": _("Les porteurs peuvent habiter ailleurs"),
            }
        ),
        expected=True,
    ),
    Rule(
        "holder.adult_responsible",
        Section.WHO,
        _("l’adulte responsable d’un projet de mineurs"),
        YesNo(
            _("Un adulte est responsable du projet quand des mineurs le portent"),
            _("Des mineurs peuvent porter un projet sans adulte responsable"),
        ),
        expected=True,
    ),
    Rule(
        "holder.max_grants_per_year",
        Section.WHO,
        _("le nombre d’aides par an"),
        Count("grants", *GRANTS),
        _("Un même porteur reçoit au plus %(value)s par an"),
        expected=True,
    ),
    Rule(
        "holder.max_per_object",
        Section.WHO,
        _("le nombre d’aides par an pour un même objet"),
        Count("grants", *GRANTS),
        _("Un même porteur reçoit au plus %(value)s par an"),
        repeatable=True,
        conditions=frozenset({"objects", "holder_kinds"}),
    ),
    Rule(
        "holder.late_report_blocks",
        Section.WHO,
        _("l’effet d’un bilan en retard"),
        YesNo(
            _("Un bilan en retard empêche de faire une nouvelle demande"),
            _("Un bilan en retard n’empêche pas de faire une nouvelle demande"),
        ),
        expected=True,
    ),
    Rule(
        "holder.repeat_policy",
        Section.WHO,
        _("le sort d’un projet déjà aidé"),
        OneOf(
            {
                "allowed": _("On peut redemander une aide pour le même projet"),
                "flagged": _("Un projet déjà aidé est signalé au comité, qui apprécie"),
                "not_same_project": _("On peut revenir, mais pas avec le même projet"),
                "refused": _("On ne peut pas être aidé deux fois"),
            }
        ),
        expected=True,
    ),
)

PROJECT = (
    Rule(
        "project.themes_minimum",
        Section.PROJECT,
        _("le nombre minimum de thèmes"),
        Count("themes", _("thème"), _("thèmes")),
        _("Le projet se rattache à au moins %(value)s de la liste"),
        expected=True,
    ),
    Rule(
        "project.themes_maximum",
        Section.PROJECT,
        _("le nombre maximum de thèmes"),
        Count("themes", _("thème"), _("thèmes")),
        _("Le projet se rattache à au plus %(value)s de la liste"),
    ),
    Rule(
        "project.place",
        Section.PROJECT,
        _("où le projet doit se passer"),
        SomeOf(PLACES, all_together=False),
        _("Le projet %(value)s"),
        expected=True,
    ),
    Rule(
        "project.starts_after_decision",
        Section.PROJECT,
        _("si le projet peut commencer avant la décision"),
        YesNo(
            _("Le projet commence après la décision du comité"),
            _("Le projet peut commencer avant la décision du comité"),
        ),
        expected=True,
    ),
    Rule(
        "project.ends_by",
        Section.PROJECT,
        _("la date limite de réalisation"),
        DayOfYear(),
        _("Le projet est terminé au plus tard le %(value)s"),
    ),
    Rule(
        "project.open_to_all",
        Section.PROJECT,
        _("si le projet doit être ouvert à tous"),
        YesNo(_("Le projet est ouvert à tous"), _("Le projet peut être réservé à un groupe")),
        expected=True,
    ),
    Rule(
        "project.not_fundable_elsewhere",
        Section.PROJECT,
        _("la place des autres financements"),
        YesNo(
            _("Le projet ne pourrait pas être payé par une autre aide qui existe déjà"),
            _("Le projet peut aussi recevoir d’autres aides"),
        ),
        expected=True,
    ),
    Rule(
        "project.objects_allowed",
        Section.PROJECT,
        _("les dépenses acceptées"),
        SomeOf(OBJECTS),
        _("L’aide peut payer %(value)s"),
        expected=True,
    ),
    Rule(
        "project.objects_refused",
        Section.PROJECT,
        _("les dépenses refusées"),
        SomeOf(OBJECTS, all_together=False),
        _("L’aide ne sert pas à payer %(value)s"),
        expected=True,
    ),
    Rule(
        "project.object_only_within",
        Section.PROJECT,
        _("les dépenses réservées à certains projets"),
        SomeOf(OBJECTS, all_together=False),
        _("%(objects)s : accepté seulement dans %(value)s"),
        repeatable=True,
        conditions=frozenset({"objects"}),
    ),
)
