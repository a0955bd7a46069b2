"""Mandates are given face to face; the desk shows them."""

SILENT: dict[str, str] = {
    "people.mandate.given": "La personne l’apprend de qui lui confie ce rôle, et le voit en se connectant.",
    "people.mandate.ended": "La personne l’apprend de qui met fin à ce rôle, et le voit en se connectant.",
}
