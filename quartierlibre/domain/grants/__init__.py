"""From the decision to closed books: agreements, instalments, payment orders, changes, reports, recoveries.

Knows: the decision of the committee, the file it answers, the promise of the envelope. Owns: who is paid, how, when,
and what the project really was. Promises: nothing is paid twice, nor beyond what was decided, nor to a bank
account nobody confirmed. Writes no entry of its own: the funds room keeps the books.
"""
