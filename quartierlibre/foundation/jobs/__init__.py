"""Work done later, queued in the same transaction as the change (procrastinate)."""
