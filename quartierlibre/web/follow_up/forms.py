"""The small forms of this journey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import ChangeKind, CheckVerdict, PhotoUse
from quartierlibre.pagekit.forms import DateField, QLForm, RadioCards, needed_then


class AcceptForm(QLForm):
    """The code received, and who says yes."""

    autocomplete = {"code": "one-time-code", "said_by": "name"}

    code = forms.CharField(
        label=_("Le code reçu par courriel"),
        help_text=_("Huit lettres et chiffres, avec ou sans espace."),
        max_length=40,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}),
        error_messages={"required": _("Écrivez le code reçu par courriel.")},
    )
    said_by = forms.CharField(label=_("Votre prénom et votre nom"), max_length=120)


class DeclineForm(QLForm):
    because = forms.CharField(
        label=_("Pourquoi renoncez-vous ?"),
        help_text=_("Quelques mots suffisent."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )


class PayeeForm(QLForm):
    """Where the money goes; the bank account itself is asked elsewhere."""

    autocomplete = {"name": "organization"}

    way = forms.ChoiceField(
        label=_("Où va l’argent ?"),
        widget=RadioCards(
            helps={
                Way.SUPPORT: _("Une association ou un centre social qui paie vos factures avec cet argent."),
                Way.INVOICES: _("Vous apportez les factures, le fonds paie les commerçants."),
                Way.RESIDENT: _("Gardez tous les tickets : le fonds vous rembourse."),
            }
        ),
    )
    name = needed_then(
        forms.CharField(
            label=_("Le nom de qui reçoit l’argent"),
            help_text=_("Rien à écrire si le fonds paie les factures."),
            max_length=160,
            required=False,
        )
    )
    siret = forms.CharField(
        label=_("Son numéro SIRET"),
        help_text=_("14 chiffres, sur les papiers de l’association. Laissez vide si vous ne l’avez pas."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(way.value, way.label) for way in ways]


class ChangeForm(QLForm):
    """Two questions: what changes, and what is new."""

    kind = forms.ChoiceField(
        label=_("Qu’est-ce qui change ?"),
        choices=ChangeKind.choices,
        widget=RadioCards(
            helps={
                ChangeKind.POSTPONED: _("Il aura lieu plus tard, à une date que vous connaissez."),
                ChangeKind.CANCELLED: _("Il n’aura pas lieu : l’argent non dépensé revient au fonds."),
            }
        ),
    )
    text = forms.CharField(
        label=_("Qu’est-ce qui est nouveau, et pourquoi ?"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Dites en quelques mots ce qui change et pourquoi.")},
    )
    starts_on = needed_then(
        DateField(label=_("La nouvelle date"), help_text=_("Seulement si la date change."), required=False)
    )
    ends_on = needed_then(
        DateField(label=_("Le dernier jour"), help_text=_("Seulement si cela dure plusieurs jours."), required=False)
    )
    place = needed_then(
        forms.CharField(
            label=_("Le nouveau lieu"), help_text=_("Seulement si le lieu change."), max_length=300, required=False
        )
    )


def _number(label: Any, help_text: Any = "") -> forms.CharField:
    box = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=box)


class ReportForm(QLForm):
    """The six questions. Every box takes what is typed: what cannot be read is kept, and said beside it."""

    summary_takes_focus = True

    story = needed_then(
        forms.CharField(label=_("Comment ça s’est passé ?"), required=False, widget=forms.Textarea({"rows": 4}))
    )
    realised_from = needed_then(
        forms.CharField(label=_("Le premier jour"), help_text=_("Par exemple 14/06/2026."), required=False)
    )
    realised_to = needed_then(forms.CharField(label=_("Le dernier jour"), required=False))
    place_text = forms.CharField(label=_("Où ?"), required=False)
    people = needed_then(_number(_("Combien de personnes sont venues ?"), _("Un nombre à peu près suffit.")))
    women = _number(_("Dont des femmes et des filles"))
    men = _number(_("Dont des hommes et des garçons"))
    under_18 = _number(_("Dont des moins de 18 ans"))
    from_neighbourhood = _number(_("Dont des habitants du quartier"))
    volunteers = _number(_("Combien de bénévoles ?"))
    volunteer_hours = _number(_("Combien d’heures ont-ils données, tous ensemble ?"))
    effect = forms.CharField(
        label=_("Qu’est-ce que ça a changé ?"),
        help_text=_("Pour les gens, pour le quartier."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    self_rating = needed_then(
        forms.ChoiceField(
            label=_("Votre note, de 1 à 5"),
            required=False,
            choices=[
                ("5", _("5 – Très réussi")),
                ("4", _("4 – Réussi")),
                ("3", _("3 – Moyen")),
                ("2", _("2 – Difficile")),
                ("1", _("1 – Raté, et c’est utile de le dire")),
            ],
            widget=RadioCards,
        )
    )
    difficulties = forms.CharField(
        label=_("Qu’est-ce qui a été difficile ?"), required=False, widget=forms.Textarea({"rows": 3})
    )
    resources_cents = forms.CharField(
        label=_("Combien d’argent est venu d’ailleurs ?"),
        help_text=_("Ventes, participations, dons, autres aides. En euros."),
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )


class PhotoForm(QLForm):
    """What a photo shows."""

    words = forms.CharField(
        label=_("Que voit-on sur la photo ?"),
        help_text=_("Une phrase, pour les personnes qui ne voient pas."),
        max_length=300,
    )
    people = forms.ChoiceField(
        label=_("Peut-on reconnaître quelqu’un ?"),
        choices=[
            ("no", _("Non, personne")),
            ("adults", _("Oui, des adultes")),
            ("minors", _("Oui, dont des moins de 18 ans")),
        ],
        widget=RadioCards(helps={"no": _("Des mains, des dos, une foule de loin : cela compte comme non.")}),
    )


class ConsentForm(QLForm):
    """Which uses, and who agreed."""

    autocomplete = {"given_by": "name"}

    uses = forms.MultipleChoiceField(
        label=_("Où peut-on la montrer ?"),
        choices=PhotoUse.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un endroit.")},
    )
    given_by = forms.CharField(
        label=_("Qui est d’accord ?"),
        help_text=_(
            "Les personnes que l’on reconnaît, ou les parents d’un enfant. Vous, si l’on ne reconnaît personne."
        ),
        max_length=120,
    )
    paper = needed_then(
        forms.FileField(
            label=_("La photo de l’accord écrit des parents"),
            help_text=_("Obligatoire dès que l’on reconnaît un enfant."),
            required=False,
            widget=forms.FileInput({"accept": "image/*,application/pdf"}),
        )
    )


class ActionForm(QLForm):
    """What the committee says of the action."""

    verdict = forms.ChoiceField(
        label=_("Le projet a-t-il eu lieu comme le comité l’avait décidé ?"),
        choices=[
            (CheckVerdict.CONFORM, _("Oui")),
            (CheckVerdict.NOT_CONFORM, _("Non, ou pas tout à fait")),
        ],
        widget=RadioCards,
    )
    reason = needed_then(
        forms.CharField(
            label=_("Pourquoi ?"),
            help_text=_("Nécessaire si vous répondez non. Le porteur le lira."),
            required=False,
            widget=forms.Textarea({"rows": 3}),
        )
    )
