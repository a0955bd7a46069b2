"""E-mails as rows: written with the change they announce, sent after commit by the worker, retried, each sent once.

*Each sent once*, exactly: a message has a key of its own (queueing it again adds nothing) and is claimed by one sender,
in a committed transaction, before the e-mail server is called. If the process dies between the server's yes and our
writing it down, nobody can know. The claim is then taken over after `operations.CLAIM_LASTS` with the *same
Message-ID*, so that mail systems recognise the copy: we prefer that rare duplicate to a convocation that never arrives.
"""
