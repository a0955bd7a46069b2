"""Public meetings, attendance, agenda items, workshops. Not furnished yet."""
