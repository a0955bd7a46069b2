"""Schemes, funds, fund years, envelopes and funders; the rulebook as versioned data; what a rulebook allows.

Knows: which version of a regulation is in force, what it says, what it leaves unsaid, how much a project may receive.
Owns: the catalogue of rules, the published versions (frozen), the pots of each fund year.
Promises: a rule that is not set never limits anything; a pot is never overspent; it is the only writer of the books.
Refuses to know: who files what, who votes, how a grant is paid.
"""
