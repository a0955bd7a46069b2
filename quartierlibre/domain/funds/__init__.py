"""Schemes, funds, envelopes, funders and the rulebook as versioned data. The only writer of the books."""
