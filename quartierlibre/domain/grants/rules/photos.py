"""A photo of people is shown for the uses they agreed to. A minor's parents agree in writing, without exception."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_consent(
    *, described: bool, words: str, shows_minors: bool | None, has_paper: bool, given_by: str, already: bool
) -> Verdict:
    """Whether this use of a photo may be noted as agreed to."""
    return (
        refuse_if(
            not described, "photo.not_described", _("Dites d’abord si l’on reconnaît des personnes sur la photo.")
        )
        & refuse_if(not words.strip(), "photo.no_words", _("Décrivez la photo en une phrase, pour qui ne la voit pas."))
        & refuse_if(
            shows_minors is True and not has_paper,
            "photo.parents_paper",
            _("Pour un mineur, joignez la photo de l’accord écrit de ses parents : la loi le demande, sans exception."),
        )
        & refuse_if(not given_by.strip(), "photo.nobody", _("Écrivez qui a donné l’accord."))
        & refuse_if(already, "photo.already", _("Cet accord est déjà noté."))
    )
