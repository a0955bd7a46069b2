"""Statements as banks give them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(cents: int, *, label: str = "", end_to_end: str = "", number: str = "", day: date | None = None) -> str:
    way, amount = ("DBIT" if cents < 0 else "CRDT"), f"{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return f"""<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>{day or timezone.localdate()}</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef>
      <NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end or "NOTPROVIDED"}</EndToEndId></Refs>
      <RmtInf><Ustrd>{label}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def camt(*entries: str) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NAMESPACE}"><BkToCstmrStmt><Stmt><Id>1</Id>'
    return (head + "".join(entries) + "</Stmt></BkToCstmrStmt></Document>").encode()


def table(layout: str, day: date, reference: str, cents: int) -> bytes:
    """One payment with this reference, and a credit of 1 234,56 €, in the columns of one bank."""
    french, euros = f"{day:%d/%m/%Y}", f"{cents // 100},{cents % 100:02d}"
    tables = {
        "amount": f"Compte 123\nSolde;500\n\nDate opération;Libellé;Montant(EUROS)\n{french};VIR {reference};-{euros}\n"
        f"{french};REMISE;1 234,56\n",
        "two_columns": f"Date;Libelle;Debit euros;Credit euros\n{french};VIR {reference};-{euros};\n"
        f"{french};VIR RECU;;+1 234,56\n;;;\nEdité le 3 mai;;;\n",
        "tabs": f"Date\tDate valeur\tDébit\tCrédit\tLibellé\n{french}\t{french}\t{euros}\t\tVIR {reference}\n"
        f"{french}\t{french}\t\t1.234,56 €\tVIR RECU\n",
        "latin": f"Référence;Date comptable;Intitulé;Montant\nA1;{french};VIR {reference};-{euros}\n"
        f"A2;{french};VIR REÇU;1234,56\n",
        "english": f'date,description,amount\n{day.isoformat()},"VIR {reference}",-{cents // 100}.00\n'
        f'{day.isoformat()},"RECEIVED","1,234.56"\n',
    }
    return tables[layout].encode("cp1252" if layout == "latin" else "utf-8")
