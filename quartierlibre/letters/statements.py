"""The monthly statement of a fund, to its funders' contacts and to the members of its committees."""

from __future__ import annotations

from collections.abc import Iterator

from quartierlibre.domain.funds.queries import statement
from quartierlibre.domain.grants.links import link_of
from quartierlibre.domain.grants.models import StatementCopy
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.writing import Letter, Writer, link
from quartierlibre.pagekit.words import month_name


def on_sent(event: Event) -> Iterator[Letter]:
    """The sums of the month, and a link of their own to the whole page."""
    copies = StatementCopy.objects.filter(statement__pk=event.subject_id).order_by("pk")
    for copy in copies.select_related("statement__fund_year__fund"):
        token = link_of(copy)
        if not token:
            continue
        sent = copy.statement
        read = statement(sent.fund_year, sent.month)
        context = {
            "fund": sent.fund_year.fund,
            "month": month_name(sent.month),
            "total": read.total,
            "statement_url": link("manage:statement_copy", token),
        }
        yield Letter(copy.email, "grants/statement", context)


LETTERS: dict[str, Writer] = {"grants.statement.sent": on_sent}
SILENT: dict[str, str] = {
    "grants.grant.remainder_released": "Le projet est terminé : le reste revient au fonds, l’état du mois le dit.",
}
