"""Promises and payments written before commitments and purses existed get theirs."""

from django.db import migrations


def fill(apps, schema_editor):
    Entry, Line = apps.get_model("ledger", "Entry"), apps.get_model("ledger", "Line")
    Account = apps.get_model("ledger", "Account")
    Envelope, Payment = apps.get_model("funds", "Envelope"), apps.get_model("funds", "ContributionPayment")
    Commitment, Purse = apps.get_model("funds", "Commitment"), apps.get_model("funds", "Purse")
    by_reserved = {envelope.reserved_id: envelope for envelope in Envelope.objects.all()}
    for entry in Entry.objects.filter(reason="funds.grant.reserved").order_by("pk"):
        for line in Line.objects.filter(entry=entry, account__in=by_reserved):
            envelope = by_reserved[line.account_id]
            references = [entry.reference, f"{entry.reference}:{envelope.pk}"]
            released = Line.objects.filter(
                entry__reason="funds.grant.released", entry__reference__in=references, account=envelope.reserved_id
            )
            Commitment.objects.create(
                reservation=entry,
                envelope=envelope,
                granted_cents=line.amount_cents,
                released_cents=-sum(released.values_list("amount_cents", flat=True)),
            )
    for payment in Payment.objects.exclude(envelope=None).select_related("entry", "envelope").order_by("pk"):
        purse = Purse.objects.filter(contribution=payment.contribution_id, envelope=payment.envelope_id).first()
        if purse is None:
            stem = f"participation {payment.contribution_id} · enveloppe {payment.envelope_id}"
            pots = {
                pot: Account.objects.create(name=f"{stem} · {said}", may_go_negative=pot == "given")
                for pot, said in {"given": "apporté", "cash": "en caisse", "spent": "dépensé"}.items()
            }
            purse = Purse.objects.create(
                contribution_id=payment.contribution_id, envelope_id=payment.envelope_id, **pots
            )
        amount = payment.entry.amount_cents
        entry = Entry.objects.create(
            at=payment.entry.at,
            reason="funds.purse.filled",
            reference=payment.entry.reference,
            amount_cents=amount,
        )
        for account, cents in sorted({purse.given_id: -amount, purse.cash_id: amount}.items()):
            Line.objects.create(entry=entry, account_id=account, amount_cents=cents)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("funds", "0004_follow_each_euro"), ("ledger", "0005_refuse_truncate")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
