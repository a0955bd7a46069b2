"""Paying: what is due, the second pair of eyes, the batches, the accounts, the statements."""
