"""The same form sent twice acts once. Knows keys and outcomes, nothing of HTTP (that is `pagekit/once.py`)."""
