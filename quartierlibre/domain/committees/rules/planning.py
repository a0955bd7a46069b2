"""When a session may be planned."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_plan(*, day: date, today: date) -> Verdict:
    """A session is planned for a day to come."""
    return refuse_if(day < today, "session.in_the_past", _("Cette date est passée : choisissez un jour à venir."))
