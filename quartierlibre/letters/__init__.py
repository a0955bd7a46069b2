"""Which journal event becomes which e-mail, to whom, with which words. Reads the journal, fills the outbox, no table.

One module per room: `letters/<room>.py` holds `LETTERS` (event name → function that writes its letters) and `SILENT`
(event name → why nobody is written to). Every declared event is in exactly one (`tests/contracts/test_events.py`).
"""
