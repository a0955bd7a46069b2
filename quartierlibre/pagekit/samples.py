"""What the gallery shows: invented people and projects, so that components are judged on real-looking words."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import ALLOWED, refuse_if
from quartierlibre.pagekit.forms import DateField, MoneyField, QLForm, RadioCards
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar, Pair
from quartierlibre.pagekit.templatetags.pagekit_lists import Moment, Tab

TODAY = date(2026, 11, 24)
DRAWING = (
    "M150 120 L170 60 L182 52 L186 70 L176 118 L168 140 L184 108 L206 84 L214 92 L206 122 L216 126 L236 96 L250 86 "
    "L256 94 L246 122 L258 124 L276 96 L288 90 L292 100 L284 122 L298 124 L322 98 L340 86 L352 94 L338 118 L352 126 "
    "L380 110 L420 92 M190 150 L280 142 L400 136 L452 138"
)


class SampleForm(QLForm):
    """Every kind of question."""

    autocomplete = {"contact": "tel"}

    title = forms.CharField(
        label=_("Quel est votre projet, en une phrase ?"),
        help_text=_("Par exemple : un repas de rue préparé avec les voisins du 3 au 15."),
        max_length=120,
    )
    story = forms.CharField(
        label=_("Racontez-nous"),
        help_text=_("Qui est invité ? Que va-t-il se passer ? Quelques lignes suffisent."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"data-ql-count": "600"}),
    )
    holder = forms.ChoiceField(
        label=_("Qui porte le projet ?"),
        choices=[
            ("collective", _("Un groupe d’habitants")),
            ("association", _("Une association")),
            ("individual", _("Une personne seule")),
        ],
        widget=RadioCards(
            helps={
                "collective": _("Au moins deux personnes, sans papiers à fournir."),
                "association": _("Avec son numéro RNA ou SIRET."),
            }
        ),
    )
    themes = forms.MultipleChoiceField(
        label=_("Que va-t-il apporter au quartier ?"),
        help_text=_("Plusieurs réponses possibles."),
        choices=[("link", _("Se rencontrer")), ("green", _("Jardiner, embellir")), ("culture", _("Culture et fête"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    neighbourhood = forms.ChoiceField(
        label=_("Dans quel quartier ?"),
        choices=[("", _("Choisissez un quartier")), ("a", _("Les Trois Briques")), ("b", _("Cité du Canal"))],
    )
    amount = MoneyField(label=_("De combien avez-vous besoin ?"), biggest=Cents(150_000))
    day = DateField(label=_("Quand ?"), earliest=TODAY)
    contact = forms.CharField(label=_("Votre téléphone"), widget=forms.TextInput(attrs={"type": "tel"}))
    photo = forms.FileField(
        label=_("Une photo du lieu"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-ql-preview": True}),
    )
    agreed = forms.BooleanField(
        label=_("J’ai lu le règlement du fonds"),
        help_text=_("Il tient sur deux pages."),
    )


class WrongForm(SampleForm):
    """Answered badly; does not take the reader away from the top of the gallery."""

    summary_takes_focus = False


def _wrong_form() -> SampleForm:
    answers = {"story": "Une fête.", "amount": "mille", "day": "2020-01-01", "holder": "", "title": ""}
    return WrongForm({f"wrong-{name}": answer for name, answer in answers.items()}, prefix="wrong")


def _moments() -> list[Moment]:
    return [
        Moment(_("Dossier déposé"), datetime(2026, 11, 3, 17, 40, tzinfo=UTC), _("Par Amina, depuis un téléphone.")),
        Moment(_("Dossier complet"), datetime(2026, 11, 5, 8, 12, tzinfo=UTC), tone="success"),
        Moment(_("Une précision demandée"), date(2026, 11, 9), _("Le devis de la sono est à ajouter."), "warning"),
        Moment(
            _("Passage devant le comité"), date(2026, 12, 1), _("Vous pouvez venir présenter le projet."), "neutral"
        ),
    ]


def everything() -> dict[str, Any]:
    """The context of the gallery."""
    far = refuse_if(True, "place.out", _("Le lieu est à 120 m du quartier."))
    second = refuse_if(True, "year.second", _("C’est votre deuxième projet de l’année : le plafond est de 400 €."))
    return {
        "today": TODAY,
        "session_day": date(2026, 11, 26),
        "session_at": datetime(2026, 11, 26, 13, 0, tzinfo=UTC),
        "form": SampleForm(),
        "wrong_form": _wrong_form(),
        "allowed": ALLOWED,
        "refused": far & second,
        "moments": _moments(),
        "tabs": [
            Tab(_("À regarder"), "#tabs", current=True, count=3),
            Tab(_("En comité"), "#tabs", count=12),
            Tab(_("Terminés"), "#tabs"),
        ],
        "page": Paginator(range(180), 20).page(4),
        "bars": [
            Bar(_("Se rencontrer"), 420_000),
            Bar(_("Jardiner, embellir"), 265_050),
            Bar(_("Culture et fête"), 180_000),
            Bar(_("Sport"), 0),
        ],
        "pairs": [
            Pair(_("Se rencontrer"), 640_000, 420_000),
            Pair(_("Jardiner, embellir"), 300_000, 265_050),
            Pair(_("Sport"), 90_000, 90_000),
        ],
        "amount": Cents(123_450),
        "drawing": DRAWING,
    }
