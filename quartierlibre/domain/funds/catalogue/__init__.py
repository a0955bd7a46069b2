"""Every rule a rulebook may set: name, values, words. A new kind of rule is an entry here; a use of it is data."""

from collections.abc import Mapping

from quartierlibre.domain.funds.catalogue.asking import PROJECT, WHO
from quartierlibre.domain.funds.catalogue.base import Rule, Section
from quartierlibre.domain.funds.catalogue.deciding import COMMITTEE, SESSION
from quartierlibre.domain.funds.catalogue.filing import AFTERWARDS, FILING
from quartierlibre.domain.funds.catalogue.money import AMOUNT, FUNDING, PAYMENT

ALL_RULES: tuple[Rule, ...] = (
    *WHO,
    *PROJECT,
    *AMOUNT,
    *FILING,
    *COMMITTEE,
    *SESSION,
    *PAYMENT,
    *AFTERWARDS,
    *FUNDING,
)
CATALOGUE: Mapping[str, Rule] = {rule.key: rule for rule in ALL_RULES}

__all__ = ["ALL_RULES", "CATALOGUE", "Rule", "Section"]
