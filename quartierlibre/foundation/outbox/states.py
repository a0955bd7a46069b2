"""The life of an e-mail."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    WAITING = "waiting", _("En attente d’envoi")
    SENDING = "sending", _("Envoi en cours")
    SENT = "sent", _("Envoyé")
    KEPT = "kept", _("Remis à la boîte de démonstration")
    FAILED = "failed", _("Refusé : à prévenir autrement")


MESSAGE_MOVES: Mapping[MessageState, frozenset[MessageState]] = {
    MessageState.WAITING: frozenset({MessageState.SENDING, MessageState.KEPT}),
    MessageState.SENDING: frozenset(
        {MessageState.WAITING, MessageState.SENDING, MessageState.SENT, MessageState.FAILED}
    ),
    MessageState.SENT: frozenset(),
    MessageState.KEPT: frozenset(),
    MessageState.FAILED: frozenset({MessageState.WAITING}),
}
