"""E-mails as rows: written with the change, sent after commit, retried, each sent once."""
