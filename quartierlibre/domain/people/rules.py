"""Pure rules about people: dates of a mandate, numbers of an association."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if

RNA = re.compile(r"W\d{9}")


def may_hold(*, starts_on: date, ends_on: date | None) -> Verdict:
    """A mandate never ends before it starts."""
    return refuse_if(
        ends_on is not None and ends_on < starts_on,
        "mandate.reversed_dates",
        _("La fin du mandat est avant son début : vérifiez les deux dates."),
    )


def compact(number: str) -> str:
    """A number as it is stored: no space, no dot, capitals."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", number).upper()


def valid_rna(number: str) -> Verdict:
    """An RNA number is a W followed by nine digits (SCDL schema "subventions" 2.0.2)."""
    return refuse_if(
        not RNA.fullmatch(compact(number)),
        "group.rna",
        _("Un numéro RNA s’écrit W suivi de 9 chiffres, comme W595012345. Il est sur le récépissé de la préfecture."),
    )


def valid_siret(number: str) -> Verdict:
    """A SIRET has 14 digits and a check digit (La Poste's own rule included)."""
    from stdnum.fr import siret as siret_numbers  # brings four megabytes of help pages with it

    return refuse_if(
        not siret_numbers.is_valid(compact(number)),
        "group.siret",
        _("Ce SIRET n’est pas juste : recopiez ses 14 chiffres depuis l’avis de situation de l’INSEE."),
    )
