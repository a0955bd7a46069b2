"""Who is really paid, and on which bank account."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.states import AccountState, PayeeKind
from quartierlibre.domain.people.models import Group, Person
from quartierlibre.domain.places.models import Territory


class Payee(models.Model):
    """A body or person paid by the funds of a territory. The payee of a grant may not be its holder."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="payees")
    kind = models.CharField(max_length=11, choices=PayeeKind)
    name = models.CharField(max_length=160)
    siret = models.CharField(max_length=14, blank=True)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(name="payee_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class BankAccount(models.Model):
    """A bank account, of a payee or of the manager of a fund. Never edited: a new one replaces it.

    `iban_sealed` is the IBAN encrypted by the platform's key; `first4` and `last4` are all that a page shows;
    `fingerprint` tells two accounts apart without reading them. Nothing is paid on it before `frozen_until`, nor while
    it is to be confirmed.
    """

    payee = models.ForeignKey(Payee, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_accounts")
    holder_name = models.CharField(max_length=140)
    iban_sealed = models.TextField()
    first4 = models.CharField(max_length=4, db_default="", editable=False)
    last4 = models.CharField(max_length=4)
    fingerprint = models.CharField(max_length=64)
    bic = models.CharField(max_length=11, blank=True)
    state = models.CharField(max_length=9, choices=AccountState, default=AccountState.PENDING)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    frozen_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    call_back_note = models.CharField(max_length=300, blank=True)
    second_person_asked = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="account_of_a_payee_or_of_a_fund",
                condition=Q(payee__isnull=False, fund=None) | Q(payee=None, fund__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["payee"], condition=Q(state="confirmed"), name="one_confirmed_account_per_payee"
            ),
            models.UniqueConstraint(
                fields=["fund"], condition=Q(state="confirmed"), name="one_confirmed_account_per_fund"
            ),
            models.UniqueConstraint(
                fields=["payee"], condition=Q(state="pending"), name="one_pending_account_per_payee"
            ),
            models.CheckConstraint(
                name="confirmed_account_has_its_date",
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
            ),
            # Who gave the account does not confirm it alone, where the rulebook asks for two people.
            models.CheckConstraint(
                name="account_confirmed_by_a_second_person",
                condition=Q(second_person_asked=False)
                | ~Q(state="confirmed")
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=models.F("given_by"))),
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """« FR76 •••• •••• 0189 »: what anybody may see of an IBAN."""
        return f"{self.first4} •••• •••• {self.last4}".strip()
