"""Demo only: sign in as a persona, read the e-mails that were sent."""
