"""Geography changes by command; the command says what it did."""

SILENT: dict[str, str] = {
    "places.territory.created": "Celui qui l’a créé le sait.",
    "places.neighbourhoods.imported": "La commande dit ce qu’elle a fait.",
    "places.neighbourhoods.linked": "La commande dit ce qu’elle a fait.",
    "places.communes.imported": "La commande dit ce qu’elle a fait.",
}
