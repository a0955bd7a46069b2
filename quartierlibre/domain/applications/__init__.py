"""Drafts, answers, budget lines, documents, filing. Knows the fund it is filed with, not who decides."""
