"""Reading the outbox."""

from django.db.models import QuerySet

from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.outbox.states import MessageState


def undelivered(territory_id: int) -> QuerySet[Message]:
    """Messages of a territory that will never arrive: somebody must be told another way, newest first."""
    return Message.objects.filter(territory_id=territory_id, state=MessageState.FAILED).order_by("-pk")


def newest_first() -> QuerySet[Message]:
    return Message.objects.order_by("-pk")
