"""Project holders: start, fill in, check, send, come back."""
