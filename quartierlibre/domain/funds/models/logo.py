"""How a funder is recognised at a glance on what the holders of a fund print."""

from __future__ import annotations

from django.db import models

from quartierlibre.domain.funds.models.fund import Fund
from quartierlibre.domain.funds.models.money import Funder
from quartierlibre.foundation.files.models import StoredFile


class FunderLogo(models.Model):
    """The logo of a funder, as one fund shows it: its words are the funder's name.

    Kept with the fund, because a funder is shared: kept with the funder, whoever notes the same name on another
    territory would change what the holders of this one print.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="funder_logos")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="logos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fund", "funder"]
        constraints = [models.UniqueConstraint(fields=["fund", "funder"], name="funder_logo_once_per_fund")]

    def __str__(self) -> str:
        return f"{self.fund_id} · {self.funder_id}"
