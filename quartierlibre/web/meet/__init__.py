"""Everyone: agenda, registration, live workshop screens. Not furnished yet."""
