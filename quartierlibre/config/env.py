"""What the machine tells the application, read once, typed and frozen.

Every variable is declared here and nowhere else; `docs/settings.md` is generated from `VARIABLES`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

SHORTEST_SECRET = 32
TRUE, FALSE = {"1", "true", "yes", "oui"}, {"0", "false", "no", "non", ""}


class BadEnvironment(Exception):
    """The environment is missing or misspells something; the message lists everything at once."""


def as_bool(text: str) -> bool:
    """Refuse what is neither clearly yes nor clearly no."""
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ValueError(f"« {text} » n'est ni oui ni non (écrire 1 ou 0)")


def as_list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def as_keys(text: str) -> tuple[str, ...]:
    """« version:secret », newest first; a short secret is refused."""
    keys = as_list(text)
    if any(len(key.partition(":")[2]) < SHORTEST_SECRET or not key.partition(":")[0] for key in keys):
        raise ValueError(f"chaque clé s'écrit version:secret, avec un secret d'au moins {SHORTEST_SECRET} caractères")
    return keys


def as_path(text: str) -> Path:
    return Path(text).expanduser().resolve()


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it does (French, for `docs/settings.md`), how it is read."""

    name: str
    purpose: str
    default: str
    read: Callable[[str], Any] = str
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("DATABASE_URL", "Base PostgreSQL à utiliser. Vide : une base privée est lancée dans VAR_DIR.", ""),
    Variable("QL_PG_BIN", "Dossier des programmes PostgreSQL à utiliser pour la base privée.", ""),
    Variable(
        "VAR_DIR", "Dossier de ce qui change : base privée, fichiers déposés, journaux.", str(ROOT / "var"), as_path
    ),
    Variable("PORT", "Port du serveur web de démonstration, sur 127.0.0.1.", "8000", int),
    Variable(
        "SECRET_KEY", "Clé de signature. Vide : créée une fois dans VAR_DIR (jamais en production).", "", secret=True
    ),
    Variable(
        "QL_SEALING_KEYS",
        "Clés qui chiffrent les IBAN, « version:secret », la plus récente d'abord, séparées par des virgules. "
        "Vide : tirée de SECRET_KEY (jamais en production).",
        "",
        as_keys,
        secret=True,
    ),
    Variable("ALLOWED_HOSTS", "Noms du site, séparés par des virgules.", "127.0.0.1,localhost,[::1]", as_list),
    Variable("SITE_URL", "Adresse publique du site, pour les liens des courriels.", ""),
    Variable("QL_PUBLISHER", "Qui publie ce site (mentions légales). Vide : la page le dit.", ""),
    Variable("QL_SOURCE_URL", "Adresse du code de la version installée, due à tous par la licence AGPL.", ""),
    Variable("EMAIL_URL", "Serveur d'envoi : smtp://utilisateur:secret@hote:587/?tls=True.", "", secret=True),
    Variable("EMAIL_FROM", "Expéditeur des courriels.", "Quartier Libre <ne-pas-repondre@quartierlibre.example>"),
    Variable("QL_GEOCODER_URL", "Recherche d'adresse (API Géoplateforme ou addok). Vide : éteinte.", ""),
    Variable("QL_GEOCODER_TIMEOUT", "Temps laissé à la recherche d'adresse, en secondes.", "3", float),
    Variable("QL_MAP_TILES", "Fond de carte : modèle d'adresse {z}/{x}/{y}. Vide : fond uni.", ""),
    Variable("QL_TRUSTED_PROXIES", "Nombre de relais de confiance devant le site (X-Forwarded-For).", "0", int),
    Variable("QL_UPLOAD_MAX_MB", "Taille la plus grande d'un fichier déposé, en Mo.", "15", int),
    Variable("QL_UPLOAD_QUOTA_MB", "Place laissée à chaque personne pour ses fichiers, en Mo.", "150", int),
    Variable("QL_CLAMD", "Antivirus clamd : /chemin/du/socket ou hôte:3310. Vide : éteint.", ""),
)


def _text_of(variable: Variable, environ: Mapping[str, str]) -> str:
    """A secret may be given in a file: NAME_FILE names it."""
    path = environ.get(f"{variable.name}_FILE", "")
    if variable.secret and path:
        return Path(path).read_text(encoding="utf-8").strip()
    return environ.get(variable.name, "") or variable.default


class Env:
    """The declared variables, as attributes in lower case, read from `environ` and never changed."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for variable in VARIABLES:
            try:
                values[variable.name.lower()] = variable.read(
                    _text_of(variable, os.environ if environ is None else environ)
                )
            except (ValueError, OSError) as error:
                wrong.append(f"{variable.name} : {error}")
        if wrong:
            raise BadEnvironment("\n".join(["Variables d'environnement à corriger :", *wrong]))
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} cannot be changed after start-up")

    def __getattr__(self, name: str) -> Any:  # only reached for an undeclared name
        raise AttributeError(f"{name} is not a declared variable")
