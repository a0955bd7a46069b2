"""Letters of a grant: the agreement to accept, the money on its way, the report awaited."""

SILENT: dict[str, str] = {
    "grants.grant.opened": "La convention part avec sa propre lettre.",
    "grants.grant.way_chosen": "Travail de l’équipe, visible sur son bureau.",
    "grants.grant.accepted": "Le porteur vient d’accepter lui-même ; l’équipe le voit sur son bureau.",
    "grants.grant.declined": "Le porteur vient de renoncer lui-même ; l’équipe le voit sur son bureau.",
    "grants.condition.met": "Le versement qui suit s’annonce par sa propre lettre.",
}
