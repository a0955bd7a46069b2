"""Sessions are announced on the fund's page; convocations will come with the committee's own pages."""

SILENT: dict[str, str] = {
    "committees.committee.formed": "La page du fonds l’annonce.",
    "committees.session.planned": "La page du fonds donne la date et le dernier jour pour déposer.",
    "committees.session.cancelled": "La page du fonds donne la date suivante.",
}
