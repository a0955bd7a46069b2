"""What a committee may do, as its regulation says. Pure: facts in, verdict or figures out.

`planning` dates · `seats` who sits and votes · `presence` who is there, proxies · `quorum` · `recusals` · `agenda`.
"""

from quartierlibre.domain.committees.rules.planning import may_plan

__all__ = ["may_plan"]
