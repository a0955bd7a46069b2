"""Persons, the groups they form, and the mandates they hold."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.people.permissions import STAFF_ROLES, Permission, Role, roles_granting
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.questions import answers

_MANDATES = "SELECT role, territory_id, starts_on, ends_on FROM people_mandate WHERE person_id = %(person)s ORDER BY id"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str | None = None, **fields: Any) -> Person:
        """A person without password: they sign in with a code sent to them."""
        person = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Anyone we know by name: a resident reached by phone or e-mail, a volunteer, an officer. The one user model."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = models.EmailField(_("adresse électronique"), null=True, blank=True, unique=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once_whatever_the_case")]

    def __str__(self) -> str:
        return self.name or f"personne {self.pk}"

    @cached_property
    def _mandates_held(self) -> list[tuple[Any, ...]]:
        """Role, territory, first and last day. Read once for this object, which lives as long as a request: every page
        asks several times."""
        return answers(_MANDATES, {"person": self.pk})

    def forget_mandates(self) -> None:
        """Read them again: one was given or ended."""
        self.__dict__.pop("_mandates_held", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.forget_mandates()

    def _current_mandates(self) -> Iterator[tuple[str, int]]:
        """Role and territory of each mandate that includes today (same rule as `MandateQuerySet.current`)."""
        today = timezone.localdate()
        for role, territory, starts_on, ends_on in self._mandates_held:
            if starts_on <= today and (ends_on is None or ends_on >= today):
                yield role, territory

    def may(self, permission: Permission, *, within: Territory) -> bool:
        """True while the person holds a mandate that grants this, in this territory."""
        return within.pk in self.territories_where(permission)

    def territories_where(self, permission: Permission) -> list[int]:
        """Keys of the territories in which the person may do this today."""
        granting = roles_granting(permission)
        return sorted({territory for role, territory in self._current_mandates() if role in granting})

    def is_staff_member(self) -> bool:
        """True when a current mandate asks for a second factor at sign-in."""
        return any(role in STAFF_ROLES for role, _territory in self._current_mandates())


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self) -> MandateQuerySet:
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Mandate(models.Model):
    """A role a person holds in a territory, for a time (both days included; no end = until said otherwise)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=30, choices=Role)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="mandates")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class GroupKind(models.TextChoices):
    COLLECTIVE = "collective", _("Collectif d'habitants")
    ASSOCIATION = "association", _("Association")


class Group(models.Model):
    """A collective without legal body, or an association (RNA: W + 9 digits; SIRET: 14; either may be unknown)."""

    kind = models.CharField(max_length=12, choices=GroupKind)
    name = models.CharField(max_length=160)
    rna = models.CharField(max_length=10, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_associations_have_numbers",
                condition=Q(kind="association") | (Q(rna="") & Q(siret="")),
            )
        ]

    def __str__(self) -> str:
        return self.name
