"""Which role may do what. A role is held through a mandate, in one territory, for a time."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ_APPLICATIONS = "applications.read"
    SCREEN_APPLICATIONS = "applications.screen"
    ENTER_PAPER = "applications.enter_paper"
    WRITE_REGULATIONS = "funds.write_regulations"
    ENDOW_FUNDS = "funds.endow"
    READ_BOOKS = "funds.read_books"
    FOLLOW_GRANTS = "grants.follow"
    PREPARE_PAYMENTS = "grants.prepare_payments"
    APPROVE_PAYMENTS = "grants.approve_payments"
    GIVE_MANDATES = "people.give_mandates"
    PLAN_SESSIONS = "committees.plan_sessions"
    ORGANISE_MEETINGS = "meetings.organise"
    WRITE_PAGES = "cms.write_pages"
    PUBLISH_PAGES = "cms.publish_pages"


class Role(TextChoices):
    FUND_MANAGER = "fund_manager", _("Gestionnaire du fonds")
    TREASURER = "treasurer", _("Trésorier·e du fonds")
    COMMITTEE_MEMBER = "committee_member", _("Membre du comité")
    TECHNICIAN = "technician", _("Technicien·ne de la ville")
    REGIONAL_OFFICER = "regional_officer", _("Chargé·e de mission de la Région")
    EVENT_ORGANISER = "event_organiser", _("Organisateur·rice de rencontres")
    EDITOR = "editor", _("Rédacteur·rice du site")


# The site is one for all territories: whoever manages one fund does not write for the others.
NEWSROOM = frozenset({Permission.WRITE_PAGES, Permission.PUBLISH_PAGES})

GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.FUND_MANAGER: frozenset(Permission) - NEWSROOM,
    # The second pair of eyes: approves what somebody else prepared, prepares nothing.
    Role.TREASURER: frozenset({Permission.READ_BOOKS, Permission.FOLLOW_GRANTS, Permission.APPROVE_PAYMENTS}),
    Role.COMMITTEE_MEMBER: frozenset(),
    Role.TECHNICIAN: frozenset({Permission.READ_APPLICATIONS, Permission.ENTER_PAPER}),
    Role.REGIONAL_OFFICER: frozenset({Permission.READ_BOOKS}),
    Role.EVENT_ORGANISER: frozenset({Permission.ORGANISE_MEETINGS, Permission.WRITE_PAGES}),
    Role.EDITOR: NEWSROOM,
}

# Roles that see other people's files or money, or speak for the site, sign in with a second factor (trust.md B35).
STAFF_ROLES = frozenset(Role) - {Role.COMMITTEE_MEMBER}


def roles_granting(permission: Permission) -> list[Role]:
    return [role for role, granted in GRANTED.items() if permission in granted]
