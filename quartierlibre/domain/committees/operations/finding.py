"""Projects granted are found by their words: the database keeps this with the public copy (`find_projects`)."""

from django.db import connection, transaction

from quartierlibre.foundation.search.models import SearchDocument

KIND = "project"


@transaction.atomic
def tell_all() -> int:
    """Every project granted told again; gives how many."""
    SearchDocument.objects.filter(kind=KIND).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT committees_find_projects(NULL)")
        [(count,)] = cursor.fetchall()
    return int(count)
