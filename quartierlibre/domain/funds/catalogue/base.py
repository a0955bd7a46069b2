"""The shape of a rule: its name, where it is read, what values it takes, how it is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.funds.kinds import Kind

AMOUNT_CONDITIONS = frozenset({"rank", "rank_from", "holder_kinds", "objects", "season"})


class Section(TextChoices):
    """The questions a resident asks, in the order they are asked."""

    WHO = "who", _("Qui peut demander ?")
    PROJECT = "project", _("Pour quoi ?")
    AMOUNT = "amount", _("Combien ?")
    FILING = "filing", _("Quand et comment déposer ?")
    DECIDING = "deciding", _("Qui décide ?")
    PAYMENT = "payment", _("Comment est-on payé ?")
    AFTERWARDS = "afterwards", _("Et après ?")
    FUNDING = "funding", _("D’où vient l’argent ?")


@dataclass(frozen=True)
class Rule:
    """One rule a territory may set, or leave unset.

    `label` names it inside a sentence (« le quorum »). `sentence` has one hole, %(value)s, and no full stop: conditions
    may follow. `expected` marks what a resident or a committee will miss when it is not set.
    """

    key: str
    section: Section
    label: StrOrPromise
    kind: Kind
    sentence: StrOrPromise = "%(value)s"
    repeatable: bool = False
    conditions: frozenset[str] = frozenset()
    per_year_possible: bool = False
    expected: bool = False
