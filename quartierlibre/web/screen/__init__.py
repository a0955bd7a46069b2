"""Fund team: check completeness and eligibility, ask for more. Not furnished yet."""
