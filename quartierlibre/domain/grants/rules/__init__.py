"""What may be done with a grant. Pure: facts in, verdict or amounts out."""
