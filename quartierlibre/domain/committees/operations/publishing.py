"""The public copy of decisions is kept by the database; it can be made anew when names of places or themes changed."""

from django.db import connection, transaction

from quartierlibre.domain.committees.models import PublishedDecision


@transaction.atomic
def make_public_copy_anew() -> int:
    """Write again what everyone can read from the decisions themselves; gives back how many are published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT committees_publish_again()")
    return PublishedDecision.objects.count()
