"""Open a registration by its link, check a certificate by its code; a wrong one tells nothing of a right one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications import codes
from quartierlibre.domain.applications.operations.codes import note_try, too_many_tries
from quartierlibre.domain.meetings.models import Registration
from quartierlibre.domain.meetings.queries.after import certificate_of
from quartierlibre.foundation import personal_links
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if


@dataclass(frozen=True)
class FoundRegistration:
    """What a link leads to; `verdict` says why it leads nowhere, never whether another link would."""

    registration: Registration | None
    verdict: Verdict


@transaction.atomic
def registration_of_token(*, token: str, address: str) -> FoundRegistration:
    """The registration of a link. After ten wrong links from one place in 15 minutes, even a right one waits.

    Never raises: a refused try must leave its trace.
    """
    source = codes.source_of(address)
    slowed = too_many_tries(source)
    if not slowed:
        return FoundRegistration(None, slowed)
    found = Registration.objects.filter(token_hash=personal_links.digest_of(token)).select_related("desk__meeting")
    registration = found.first()
    if registration is None:
        note_try(source)
        unknown = _("Ce lien n’ouvre rien. Vérifiez qu’il est entier : il est dans le message que vous avez reçu.")
        return FoundRegistration(None, refuse_if(True, "registration.unknown", unknown))
    return FoundRegistration(registration, ALLOWED)


@transaction.atomic
def may_check_certificate(*, code: str, address: str) -> Verdict:
    """Whether a code is one of ours. After ten wrong ones from one place in 15 minutes, even a right one waits."""
    source = codes.source_of(address)
    slowed = too_many_tries(source)
    if slowed and certificate_of(code) is None:
        note_try(source)
        unknown = _("Ce code n’est celui d’aucune attestation. Vérifiez ses douze signes.")
        return refuse_if(True, "certificate.unknown", unknown)
    return slowed
