"""What a committee may do, as its regulation says. Pure: facts in, verdict or figures out.

`planning` dates · `seats` who sits and votes · `presence` who is there, proxies · `quorum` · `recusals` · `agenda` ·
`votes` voices · `outcomes` what a vote says · `decisions` what may be decided.
"""

from quartierlibre.domain.committees.rules.outcomes import Result, RoundFacts, Tally, is_telling, median, outcome
from quartierlibre.domain.committees.rules.planning import may_plan

__all__ = ["Result", "RoundFacts", "Tally", "is_telling", "may_plan", "median", "outcome"]
