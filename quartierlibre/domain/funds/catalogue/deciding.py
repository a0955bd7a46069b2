"""The committee and how it sits."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.catalogue.base import Rule, Section
from quartierlibre.domain.funds.kinds import ANSWERS, Count, Duration, Frequency, OneOf, Quorum, SomeOf, YesNo
from quartierlibre.domain.funds.vocabulary import COLLEGES

COMMITTEE = (
    Rule(
        "committee.number",
        Section.DECIDING,
        _("le nombre de comités"),
        Count("committees", _("comité"), _("comités")),
        _("Il y a %(value)s"),
    ),
    Rule(
        "committee.minimum_size",
        Section.DECIDING,
        _("la taille minimum du comité"),
        Count("members", _("habitant"), _("habitants")),
        _("Le comité réunit au moins %(value)s"),
        expected=True,
    ),
    Rule(
        "committee.colleges",
        Section.DECIDING,
        _("la composition du comité"),
        SomeOf(COLLEGES),
        _("Siègent au comité %(value)s"),
        expected=True,
    ),
    Rule(
        "committee.voters",
        Section.DECIDING,
        _("qui vote"),
        SomeOf(COLLEGES),
        _("Ont le droit de vote %(value)s"),
        expected=True,
    ),
    Rule(
        "committee.non_voters",
        Section.DECIDING,
        _("qui siège sans voter"),
        SomeOf(COLLEGES),
        _("Assistent sans voter %(value)s"),
    ),
    Rule(
        "committee.joining",
        Section.DECIDING,
        _("comment on entre au comité"),
        OneOf(
            {
                "elected": _("Les membres sont des habitants bénévoles élus"),
                "registered": _("Entre au comité toute personne qui remplit un bulletin d’adhésion"),
                "appointed": _("Les membres sont désignés"),
                "drawn": _("Les membres sont tirés au sort"),
            }
        ),
        expected=True,
    ),
    Rule(
        "committee.mandate",
        Section.DECIDING,
        _("la durée du mandat"),
        Duration(("months", "years")),
        _("Un mandat dure %(value)s"),
        expected=True,
    ),
    Rule(
        "committee.elected_seats",
        Section.DECIDING,
        _("le nombre de sièges des élus"),
        Count("seats", _("siège"), _("sièges"), least=0),
        _("Les élus occupent au plus %(value)s"),
    ),
    Rule(
        "committee.funders_vote",
        Section.DECIDING,
        _("le vote des financeurs"),
        YesNo(_("Les financeurs qui siègent peuvent voter"), _("Les financeurs ne votent pas")),
        expected=True,
    ),
    Rule(
        "committee.minimum_meetings",
        Section.DECIDING,
        _("le rythme des réunions"),
        Frequency(),
        _("Le comité se réunit au moins %(value)s"),
        expected=True,
    ),
    Rule(
        "committee.extra_meeting_asked_by",
        Section.DECIDING,
        _("qui peut demander une réunion de plus"),
        SomeOf(COLLEGES, all_together=False),
        _("Peuvent demander une réunion de plus : %(value)s"),
    ),
)

SESSION = (
    Rule(
        "session.quorum",
        Section.DECIDING,
        _("le quorum (nombre de présents pour décider)"),
        Quorum(),
        expected=True,
    ),
    Rule(
        "session.quorum_window",
        Section.DECIDING,
        _("le nombre de séances qui compte pour le quorum"),
        Count("sessions", _("séance"), _("séances")),
        _("Sont comptés les membres venus au moins une fois aux %(value)s précédentes"),
    ),
    Rule(
        "session.no_quorum",
        Section.DECIDING,
        _("ce qui se passe sans quorum"),
        OneOf(
            {
                "postpone": _("Sans quorum, la décision est reportée"),
                "second_call": _("Sans quorum, une seconde réunion décide quel que soit le nombre de présents"),
                "written": _("Sans quorum, les membres sont consultés par écrit"),
            }
        ),
    ),
    Rule(
        "session.written_days",
        Section.DECIDING,
        _("le délai pour répondre par écrit"),
        Duration(("calendar_days", "working_days", "weeks")),
        _("Consultés par écrit, les membres ont %(value)s pour répondre"),
    ),
    Rule(
        "session.written_quorum",
        Section.DECIDING,
        _("le nombre de réponses qu’il faut par écrit"),
        Quorum(ANSWERS),
    ),
    Rule(
        "session.majority",
        Section.DECIDING,
        _("la majorité"),
        OneOf(
            {
                "simple": _("Une aide est accordée s’il y a plus de voix pour que de voix contre"),
                "of_present": _("Une aide est accordée si plus de la moitié des présents votent pour"),
                "of_enrolled": _("Une aide est accordée si plus de la moitié des inscrits votent pour"),
                "two_thirds": _("Une aide est accordée si les deux tiers des voix exprimées sont pour"),
                "consensus": _("Une aide est accordée si personne ne s’y oppose"),
            }
        ),
        expected=True,
    ),
    Rule(
        "session.tie",
        Section.DECIDING,
        _("le cas d’égalité des voix"),
        OneOf(
            {
                "chair": _("À égalité, la voix de la présidente ou du président compte double"),
                "refused": _("À égalité, l’aide est refusée"),
                "second_round": _("À égalité, on vote une seconde fois"),
                "postpone": _("À égalité, la décision est reportée"),
            }
        ),
        expected=True,
    ),
    Rule(
        "session.proxies_maximum",
        Section.DECIDING,
        _("les procurations"),
        Count("proxies", _("procuration"), _("procurations"), least=0),
        _("Un membre porte au plus %(value)s"),
        expected=True,
    ),
    Rule(
        "session.ballot",
        Section.DECIDING,
        _("la façon de voter"),
        OneOf(
            {
                "show_of_hands": _("Le vote se fait à main levée"),
                "by_name": _("Le vote est nominatif et noté"),
                "secret": _("Le vote est secret"),
            }
        ),
        expected=True,
    ),
    Rule(
        "session.remote",
        Section.DECIDING,
        _("les réunions à distance"),
        YesNo(_("On peut siéger à distance"), _("On ne siège pas à distance")),
    ),
    Rule(
        "session.recusal",
        Section.DECIDING,
        _("le déport d’un membre concerné par un projet"),
        OneOf(
            {
                "leaves_and_counts": _("Un membre concerné par un projet sort, et reste compté dans le quorum"),
                "leaves_not_counted": _("Un membre concerné par un projet sort, et n’est plus compté dans le quorum"),
                "stays_without_vote": _("Un membre concerné par un projet reste sans voter"),
            }
        ),
        expected=True,
    ),
    Rule(
        "session.holder_presence",
        Section.DECIDING,
        _("la présence des porteurs au comité"),
        OneOf(
            {
                "required": _("Les porteurs viennent présenter leur projet : leur présence est obligatoire"),
                "present": _("Le comité étudie le dossier en présence des porteurs"),
                "heard": _("Le comité entend les porteurs"),
                "invited": _("Les porteurs sont invités à présenter leur projet"),
                "not_asked": _("Les porteurs n’ont pas à venir"),
            }
        ),
        expected=True,
    ),
    Rule(
        "session.deliberates_alone",
        Section.DECIDING,
        _("si les porteurs sortent pendant la discussion"),
        YesNo(
            _("Le comité discute ensuite sans les porteurs"),
            _("Le comité discute en présence des porteurs"),
        ),
    ),
    Rule(
        "session.decide_within",
        Section.DECIDING,
        _("le délai de décision"),
        Duration(),
        _("Le comité se réunit au plus tard %(value)s après l’arrivée du dossier"),
        expected=True,
    ),
    Rule(
        "session.notifier",
        Section.DECIDING,
        _("qui annonce la décision"),
        OneOf(
            {
                "manager": _("L’association gestionnaire annonce la décision"),
                "town": _("La commune annonce la décision"),
                "committee": _("Le comité annonce la décision"),
            }
        ),
        expected=True,
    ),
    Rule(
        "session.notify_within",
        Section.DECIDING,
        _("le délai de réponse"),
        Duration(),
        _("La réponse arrive au plus tard %(value)s après la réunion"),
        expected=True,
    ),
    Rule(
        "session.reexamination",
        Section.DECIDING,
        _("comment demander un réexamen"),
        OneOf(
            {
                "committee": _("Le porteur peut demander au comité de réexaminer sa décision"),
                "manager": _("Le porteur peut demander un réexamen à l’association gestionnaire, qui saisit le comité"),
                "new_file": _("Une décision n’est pas réexaminée : le porteur peut déposer un nouveau dossier"),
            }
        ),
    ),
    Rule(
        "session.reexamination_within",
        Section.DECIDING,
        _("le délai pour demander un réexamen"),
        Duration(),
        _("Le réexamen se demande au plus tard %(value)s après la réponse"),
    ),
)
