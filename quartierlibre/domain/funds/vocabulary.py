"""Words a rulebook may use, each with the French a page shows. Codes are stable: published rulebooks hold them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

Words = Mapping[str, StrOrPromise]

HOLDER_KINDS: Words = {
    "individual": _("une personne seule"),
    "collective": _("un collectif d’habitants"),
    "association": _("une association"),
}
# What a project is about or what it buys: the regulation of an amount or of an expense may hang on it.
OBJECTS: Words = {
    "culture": _("un projet culturel"),
    "sport": _("un projet sportif"),
    "festivity": _("une fête"),
    "outing": _("une sortie"),
    "transport": _("un transport"),
    "meal": _("un repas"),
    "training": _("une formation"),
    "expert_advice": _("le conseil d’un expert"),
    "information": _("l’information des habitants"),
    "supplies": _("des fournitures"),
    "small_equipment": _("du petit matériel"),
    "running_costs": _("des dépenses de fonctionnement du projet"),
    "investment": _("de l’investissement"),
    "structure_running": _("le fonctionnement habituel d’une structure"),
    "holder_pay": _("la rémunération des porteurs du projet"),
}
PLACES: Words = {
    "in_neighbourhood": _("a lieu dans le quartier"),
    "residents_take_part": _("se passe ailleurs mais avec la participation d’habitants du quartier"),
    "whole_town": _("a lieu dans la commune"),
}
COLLEGES: Words = {
    "residents": _("les habitants"),
    "associations": _("les associations"),
    "citizens_council": _("le conseil citoyen"),
    "social_centres": _("les centres sociaux"),
    "landlords": _("les bailleurs sociaux"),
    "elected": _("les élus"),
    "technicians": _("les techniciens"),
    "funders": _("les financeurs"),
    "manager": _("l’association gestionnaire"),
    "local_actors": _("les acteurs locaux"),
}
CHANNELS: Words = {
    "email": _("par courriel"),
    "online": _("par formulaire en ligne"),
    "paper": _("sur papier"),
    "town_service": _("auprès du service de la commune"),
    "neighbourhood_office": _("à la mairie de quartier"),
    "community_place": _("dans un équipement du quartier"),
}
PAPERS: Words = {
    "full_description": _("une description complète du projet"),
    "balanced_budget": _("un budget prévisionnel équilibré"),
    "supporting_papers": _("toutes les pièces justificatives"),
    "quotes": _("les devis"),
    "statutes": _("les statuts de l’association"),
    "bank_details": _("un relevé d’identité bancaire"),
    "insurance": _("une attestation d’assurance"),
    "public_space_permit": _("l’autorisation d’occuper l’espace public"),
}
PAYMENT_MODES: Words = {
    "advance": _("une avance versée à l’association"),
    "support_structure": _("une structure qui porte l’argent du collectif"),
    "supplier_invoice": _("le paiement direct des factures"),
    "reimbursement": _("un remboursement sur justificatifs"),
}
PROOFS: Words = {
    "invoices": _("les factures"),
    "receipts": _("les tickets de caisse"),
    "photos": _("des photos"),
    "posters": _("les affiches et documents diffusés"),
}
REPORT_FIELDS: Words = {
    "title": _("le titre du projet"),
    "holder_kind": _("qui le portait (association ou collectif)"),
    "association_name": _("le nom de l’association"),
    "dates": _("les dates de début et de fin"),
    "place": _("le lieu"),
    "story": _("le récit de l’action"),
    "participants": _("le nombre de participants"),
    "effects": _("les effets constatés"),
    "accounts": _("les dépenses et les recettes"),
}
FUNDERS: Words = {
    "region": _("la Région"),
    "commune": _("la commune"),
    "epci": _("l’intercommunalité"),
    "state": _("l’État"),
    "landlord": _("le bailleur social"),
    "other": _("un autre financeur"),
}


def is_word_of(words: Words, code: object) -> bool:
    return isinstance(code, str) and code in words


def enumerate_words(words: Sequence[StrOrPromise], joiner: str) -> str:
    """« a, b ou c »: the last word is joined by `joiner`, the others by commas."""
    said = [str(word) for word in words]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {joiner} {said[-1]}"


def either(words: Sequence[StrOrPromise]) -> str:
    return enumerate_words(words, gettext("ou"))


def both(words: Sequence[StrOrPromise]) -> str:
    return enumerate_words(words, gettext("et"))
