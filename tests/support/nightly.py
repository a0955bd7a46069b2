"""Tests of chance try a few times on every change, and many times at night (QL_NIGHTLY=1)."""

import os


def times(usual: int, nightly: int) -> int:
    """How many rounds this run plays."""
    return nightly if os.environ.get("QL_NIGHTLY") else usual
