"""Bringing pages over is done by a command, which says what it did."""

SILENT: dict[str, str] = {"bringing.page.brought": "La commande dit ce qu’elle a fait."}
