"""The logos of funders, on the posters and agreements of one fund."""

from __future__ import annotations

from django.db import transaction

from quartierlibre.domain.funds.models import Contribution, Fund, FunderLogo
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.files.operations import Upload
from quartierlibre.foundation.journal import operations as journal


def owner_key_of(fund: Fund) -> str:
    """The scope under which foundation.files counts the logos of one fund."""
    return f"fund:{fund.pk}"


@transaction.atomic
def set_funder_logo(*, by: Actor, contribution: Contribution, upload: Upload) -> FunderLogo:
    """Show this funder by this picture, in the fund it brings money to and nowhere else; an earlier one is erased.

    Who keeps the accounts of the fund may, since its holders print it; nobody of another fund can change it, even one
    which the same funder helps. Raises Refused without the right, and for what is not a clean picture.
    """
    fund = contribution.fund_year.fund
    ensure_right(by, Permission.ENDOW_FUNDS, fund.territory)
    # It takes place from the fund, not from the person; its lock lasts to the end, so two at once follow one another.
    kept = files.store(upload=upload, owner_key=owner_key_of(fund), purpose="funds.logo", by=None, pictures_only=True)
    logo = FunderLogo.objects.select_for_update(of=("self",)).filter(fund=fund, funder=contribution.funder).first()
    before = logo.file_id if logo else None
    logo = logo or FunderLogo(fund=fund, funder=contribution.funder)
    logo.file = kept
    logo.save()
    if before:
        files.remove(file=StoredFile.objects.get(pk=before), by=by)
    journal.record(
        "funds.logo.set", by=by, about=logo, territory=fund.territory_id, funder=contribution.funder_id, file=kept.pk
    )
    return logo


@transaction.atomic
def remove_funder_logo(*, by: Actor, logo: FunderLogo) -> None:
    """The funder is named in words again, from the next page printed on; the picture is erased."""
    fund = logo.fund
    ensure_right(by, Permission.ENDOW_FUNDS, fund.territory)
    held = FunderLogo.objects.select_for_update(of=("self",)).get(pk=logo.pk)
    journal.record("funds.logo.removed", by=by, about=held, territory=fund.territory_id, funder=held.funder_id)
    file = held.file
    held.delete()
    files.remove(file=file, by=by)
