"""The cast of the demo: who they are, and how their sign-in link is signed. Invented people."""

from dataclasses import dataclass

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SALT = "quartierlibre.demo.persona"


@dataclass(frozen=True)
class Persona:
    slug: str
    name: str
    email: str
    role: str | Promise


PERSONAS = (
    Persona("amina", "Amina Belkacem", "amina@demo.example", _("porte un projet")),
    Persona("bruno", "Bruno Delattre", "bruno@demo.example", _("siège au comité")),
    Persona("chloe", "Chloé Vasseur", "chloe@demo.example", _("gère un fonds, seule, à mi-temps")),
    Persona("driss", "Driss Haddad", "driss@demo.example", _("habite le quartier")),
    Persona("eve", "Ève Lemaire", "eve@demo.example", _("gère un fonds dans un autre territoire")),
    Persona("farid", "Farid Meziane", "farid@demo.example", _("chargé de mission à la Région")),
    Persona("gaelle", "Gaëlle Dumont", "gaelle@demo.example", _("organise les PIC Labs et tient le site")),
)
BY_SLUG = {persona.slug: persona for persona in PERSONAS}


def sign(persona: Persona) -> str:
    return signing.dumps(persona.slug, salt=SALT)


def read(token: str) -> Persona | None:
    """The persona a link stands for, or nothing for a link we did not make."""
    try:
        return BY_SLUG.get(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
