"""Money and rulebooks: told on the fund's page and on the manager's desk, to nobody by e-mail yet."""

SILENT: dict[str, str] = {
    "funds.fund.created": "La page du fonds l’annonce.",
    "funds.fund.opened": "La page du fonds l’annonce.",
    "funds.sector.added": "La page du fonds l’annonce.",
    "funds.year.prepared": "Travail de l’équipe, visible sur son bureau.",
    "funds.year.opened": "La page du fonds l’annonce.",
    "funds.funder.noted": "Travail de l’équipe, visible sur son bureau.",
    "funds.contribution.recorded": "Travail de l’équipe, visible sur son bureau.",
    "funds.contribution.received": "Le versement se lit dans les livres du fonds.",
    "funds.grant.reserved": "C’est la décision du comité qui s’annonce, pas sa trace dans les livres.",
    "funds.grant.promised_ahead": "Le registre des décisions le dit, avec la raison écrite et son auteur.",
    "funds.grant.released": "C’est la décision du comité qui s’annonce, pas sa trace dans les livres.",
    "funds.regulation.drafted": "Un projet de règlement ne vaut encore pour personne.",
    "funds.regulation.revised": "Un projet de règlement ne vaut encore pour personne.",
    "funds.regulation.published": "La page du fonds l’annonce ; les dossiers déposés gardent leur version.",
    "funds.regulation.ended": "La page du fonds l’annonce ; les dossiers déposés gardent leur version.",
    "funds.themes.loaded": "Une liste de référence.",
}
